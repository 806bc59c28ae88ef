package dev.fcgi.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** docs/identity.md shows the blocks that are tested, each once, and no other. */
class IdentityPageIT {

    private static final Pattern BLOCK = Pattern.compile("(?ms)^```(?:nginx|apache)\n(.*?)^```$");

    @Test
    void showsTheBlocksThatAreTested() throws Exception {
        List<String> tested = new ArrayList<>();
        try (var files = Files.list(DocumentedBlock.DIRECTORY)) {
            for (Path file : files.toList()) {
                tested.add(Files.readString(file));
            }
        }
        String page = Files.readString(Path.of("..", "docs", "identity.md"));
        assertThat(BLOCK.matcher(page).results())
                .extracting((MatchResult block) -> block.group(1))
                .containsExactlyInAnyOrderElementsOf(tested);
    }
}
