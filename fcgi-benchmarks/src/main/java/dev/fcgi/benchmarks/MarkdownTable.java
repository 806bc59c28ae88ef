package dev.fcgi.benchmarks;

import dev.fcgi.benchmarks.Results.Row;
import java.util.List;
import java.util.Locale;

/** Results as Markdown. */
final class MarkdownTable {
    private MarkdownTable() {}

    /**
     * Makes a table.
     *
     * @param reference what the peers are compared with
     */
    static String of(List<Row> rows, String reference) {
        StringBuilder table = new StringBuilder(
                        "| | CPU µs per request | lowest | spread | in relation to %s | requests/s |%n"
                                .formatted(reference))
                .append("| --- | ---: | ---: | ---: | ---: | ---: |\n");
        for (Row row : rows) {
            table.append(String.format(
                    Locale.ROOT,
                    "| %s | %.1f | %.1f | %.0f %% | %.2f | %,.0f |%n",
                    row.peer(),
                    row.cpuMicros(),
                    row.lowest(),
                    100 * row.spread(),
                    row.ratio(),
                    row.requestsPerSecond()));
        }
        return table.toString();
    }
}
