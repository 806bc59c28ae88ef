package dev.fcgi.runner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fcgi.servlet.TrustPolicy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Model.CommandSpec;

/** docs/settings.md, the options of the command and the policy say the same. */
class SettingsPageTest {
    private static final Path PAGE = Path.of("..", "docs", "settings.md");
    private static final Pattern ROW = Pattern.compile("^\\| `(\\w+)` \\| (?:`([^`]+)`)? ?\\|", Pattern.MULTILINE);

    private static List<MatchResult> rows() throws Exception {
        String page = Files.readString(PAGE);
        String tables = page.split("## Limits", 2)[0] + page.split("## The command\n", 2)[1];
        return ROW.matcher(tables).results().toList();
    }

    private static CommandSpec run() {
        return Objects.requireNonNull(Main.commandLine().getSubcommands().get("run"))
                .getCommandSpec();
    }

    @Test
    void theTablesHaveEverySettingOnce() throws Exception {
        List<String> own = run().options().stream()
                .map(option -> SettingNames.setting(option.longestName()))
                .filter(setting -> !TrustPolicy.names().contains(setting))
                .filter(setting -> !List.of("help", "version").contains(setting))
                .toList();
        assertThat(rows())
                .extracting(row -> row.group(1))
                .containsAll(TrustPolicy.names())
                .containsAll(own)
                .hasSize(TrustPolicy.names().size() + own.size());
    }

    @Test
    void theDefaultsOfTheCommandAreTrue() throws Exception {
        CommandSpec run = run();
        assertThat(rows().stream().filter(row -> !TrustPolicy.names().contains(row.group(1))))
                .isNotEmpty()
                .allSatisfy(row -> {
                    String told =
                            run.findOption(SettingNames.option(row.group(1))).defaultValue();
                    assertThat(told == null ? "off" : told).isEqualTo(row.group(2) == null ? "off" : row.group(2));
                });
    }

    @Test
    void theDefaultsOfTheTableAreTrue() throws Exception {
        Map<String, String> defaults = new HashMap<>();
        rows().stream()
                .filter(row -> row.group(2) != null && TrustPolicy.names().contains(row.group(1)))
                .forEach(row -> defaults.put(row.group(1), row.group(2)));
        assertThat(defaults).hasSize(16);
        assertThat(TrustPolicy.parse(defaults)).isEqualTo(TrustPolicy.DEFAULT);
    }

    @Test
    void everySettingIsAnOption() {
        CommandSpec run = run();
        assertThat(TrustPolicy.names())
                .allSatisfy(setting ->
                        assertThat(run.findOption(SettingNames.option(setting))).isNotNull());
        assertThat(SettingNames.option("sslSessionId")).isEqualTo("--ssl-session-id");
    }
}
