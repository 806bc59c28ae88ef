package dev.fcgi.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fcgi.benchmarks.Results.Row;
import java.util.List;
import org.junit.jupiter.api.Test;

class MarkdownTableTest {
    @Test
    void hasARowForEachPeer() {
        List<Row> rows =
                List.of(new Row("FastCGI", 41.26, 40, 0.049, 0.8449, 12345.6), new Row("HTTP", 50, 48, 0.1, 1, 999));
        assertThat(MarkdownTable.of(rows, "HTTP")).isEqualTo("""
                | | CPU µs per request | lowest | spread | in relation to HTTP | requests/s |
                | --- | ---: | ---: | ---: | ---: | ---: |
                | FastCGI | 41.3 | 40.0 | 5 % | 0.84 | 12,346 |
                | HTTP | 50.0 | 48.0 | 10 % | 1.00 | 999 |
                """);
    }
}
