package dev.fcgi.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Pages show the configuration that is tested, each block once, and no other: docs/nginx.md what is in {@code nginx/*.conf}. */
class DocumentedBlocksIT {

    private static final Pattern BLOCK = Pattern.compile("(?ms)^```\\w+\n(.*?)^```$");

    @ParameterizedTest(name = "docs/{0}.md")
    @MethodSource("directories")
    void thePageShowsTheBlocksThatAreTested(Path directory) throws Exception {
        List<String> tested = new ArrayList<>();
        for (Path file : configurationIn(DocumentedBlock.DIRECTORIES.resolve(directory))) {
            tested.add(Files.readString(file));
        }
        String page = Files.readString(Path.of("..", "docs", directory + ".md"));
        assertThat(BLOCK.matcher(page).results())
                .extracting((MatchResult block) -> block.group(1))
                .containsExactlyInAnyOrderElementsOf(tested);
    }

    /** It has whole files but for their package, and parts of build files, where a version is managed. */
    @Test
    void embeddingShowsTheExamples() throws Exception {
        String page = Files.readString(Path.of("..", "docs", "embedding.md"));
        Path jetty = Path.of("..", "examples", "embedded-jetty");
        Path boot = Path.of("..", "examples", "spring-boot");
        List<String> blocks = BLOCK.matcher(page)
                .results()
                .map((MatchResult block) -> block.group(1))
                .toList();
        assertThat(blocks).hasSize(5);
        assertThat(unmanaged(jetty.resolve("pom.xml"))).contains(unmanaged(blocks.get(0)));
        assertThat(Files.readString(jetty.resolve("src/main/java/dev/fcgi/embedded/EmbeddedJetty.java")))
                .endsWith(";\n\n" + blocks.get(1));
        assertThat(unmanaged(boot.resolve("pom.xml"))).contains(unmanaged(blocks.get(2)));
        assertThat(Files.readString(boot.resolve("src/main/java/dev/fcgi/springboot/FastCgiConfiguration.java")))
                .endsWith(";\n\n" + blocks.get(3));
        assertThat(Files.readString(boot.resolve("src/main/resources/application.properties")))
                .isEqualTo(blocks.get(4));
    }

    private static String unmanaged(Path buildFile) throws IOException {
        return unmanaged(Files.readString(buildFile));
    }

    private static String unmanaged(String build) {
        return build.replaceAll("(?m)^ *<version>.*\n", "").replaceAll("(?m)^ +", "");
    }

    private static Stream<Path> directories() throws IOException {
        List<Path> directories = new ArrayList<>();
        try (var all = Files.list(DocumentedBlock.DIRECTORIES)) {
            for (Path directory : all.filter(Files::isDirectory).sorted().toList()) {
                if (!configurationIn(directory).isEmpty()) {
                    directories.add(directory.getFileName());
                }
            }
        }
        return directories.stream();
    }

    private static List<Path> configurationIn(Path directory) throws IOException {
        try (var files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(".conf")).toList();
        }
    }
}
