package dev.fcgi.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fcgi.benchmarks.Results.Row;
import org.junit.jupiter.api.Test;

class ResultsTest {
    @Test
    void comparesEachPeerWithTheReference() {
        Results results = new Results("HTTP");
        results.add(Page.HELLO, "FastCGI", 40, 9000);
        results.add(Page.HELLO, "HTTP", 50, 8000);
        results.add(Page.HELLO, "HTTP", 60, 7000);
        results.add(Page.HELLO, "FastCGI", 42, 9500);
        results.add(Page.JSON, "HTTP", 70, 6000);

        assertThat(results.rows()).containsOnlyKeys(Page.HELLO, Page.JSON);
        assertThat(results.rows().get(Page.HELLO))
                .containsExactly(
                        new Row("FastCGI", 41, 40, 2.0 / 41, (0.8 + 0.7) / 2, 9250),
                        new Row("HTTP", 55, 50, 10.0 / 55, 1, 7500));
        assertThat(results.rows().get(Page.JSON)).containsExactly(new Row("HTTP", 70, 70, 0, 1, 6000));
    }
}
