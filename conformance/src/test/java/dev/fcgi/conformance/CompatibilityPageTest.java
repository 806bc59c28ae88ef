package dev.fcgi.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** docs/compatibility.md, whose table it-tests put together from what has passed behind which web server. */
class CompatibilityPageTest {

    @Test
    @EnabledIfSystemProperty(
            named = ConformancePageTest.FULL_RUN,
            matches = "\\d+",
            disabledReason = "only bin/test without arguments runs all that is on the page")
    void thePageIsWhatTheRunHasSeen() throws Exception {
        Path seen = Path.of("..", "it-tests", "target", "compatibility.md");
        Instant run = Instant.ofEpochSecond(Long.getLong(ConformancePageTest.FULL_RUN));
        assertThat(Files.getLastModifiedTime(seen).toInstant()).isAfter(run);
        assertThat(Files.readString(Path.of("..", "docs", "compatibility.md")))
                .as("if the differences are as they should be: cp it-tests/target/compatibility.md docs/")
                .isEqualTo(Files.readString(seen));
    }
}
