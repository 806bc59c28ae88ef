package dev.fcgi.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** What wrk 4.1.0 prints. */
class WrkTest {
    private static final String RESULTS = """
            Running 1m test @ http://127.0.0.1:29711/
              1 threads and 6 connections
              Thread Stats   Avg      Stdev     Max   +/- Stdev
                Latency    10.16ms   89.61us  11.49ms   97.67%
                Req/Sec   589.09     22.85   606.00     72.73%
              35344 requests in 1.01m, 29.56KB read
            """;

    private static final String RATE = """
            Requests/sec:    585.35
            Transfer/sec:     26.87KB
            """;

    @Test
    void readsResults() throws Exception {
        assertThat(Wrk.parse(RESULTS + RATE)).isEqualTo(new Wrk.Result(35344, 585.35));
    }

    @Test
    void tellsOfErrors() {
        String errors = """
                  Socket errors: connect 0, read 3, write 0, timeout 0
                  Non-2xx or 3xx responses: 644
                """;
        assertThatThrownBy(() -> Wrk.parse(RESULTS + errors + RATE))
                .isInstanceOf(BenchException.class)
                .hasMessage("requests failed: Socket errors: connect 0, read 3, write 0, timeout 0;"
                        + " Non-2xx or 3xx responses: 644");
    }

    @Test
    void tellsThatNothingWasDone() {
        assertThatThrownBy(() -> Wrk.parse(RESULTS.replace("35344", "0") + RATE))
                .isInstanceOf(BenchException.class)
                .hasMessage("no request was completed");
    }

    @Test
    void tellsOfOtherOutput() {
        assertThatThrownBy(() -> Wrk.parse("Usage: wrk <options> <url>\n"))
                .isInstanceOf(BenchException.class)
                .hasMessage("wrk printed something else than its results: Usage: wrk <options> <url>");
    }
}
