package dev.fcgi.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** The page, the checklist and the tests of all modules agree. */
class ConformancePageTest {
    /** Set by bin/test when everything is run: the second, since 1970, in which it began. */
    static final String FULL_RUN = "conformance.fullRunSince";

    private static final Path ROOT = Path.of("..");

    private final Coverage coverage = Coverage.of(ROOT);

    ConformancePageTest() throws IOException {}

    @Test
    void everyLineHasATestOrAReason() {
        System.out.println(coverage.summary());
        assertThat(coverage.problems()).isEmpty();
    }

    @Test
    void thePageIsWhatTheSourcesSay() throws IOException {
        String page = Files.readString(ROOT.resolve(ConformancePage.FILE));
        assertThat(ConformancePage.difference(page, ConformancePage.of(coverage)))
                .isEmpty();
    }

    @Test
    @EnabledIfSystemProperty(
            named = FULL_RUN,
            matches = "\\d+",
            disabledReason = "only bin/test without arguments runs every test on the page")
    void everyTestOnThePageHasPassed() throws IOException {
        Instant run = Instant.ofEpochSecond(Long.parseLong(System.getProperty(FULL_RUN)));
        assertThat(TestResults.read(TestSources.modules(ROOT), run).problems(coverage.tests()))
                .as("tests in classes that Maven runs, not in those they extend")
                .isEmpty();
    }
}
