package dev.fcgi.benchmarks;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What was measured, and what it comes to. Used by one thread. */
final class Results {
    private final String reference;
    private final Map<Page, Map<String, Series>> pages = new EnumMap<>(Page.class);

    /**
     * Makes one without results.
     *
     * @param reference the name of the peer that the others are compared with
     */
    Results(String reference) {
        this.reference = reference;
    }

    /** The values of a peer, in the order of the rounds. */
    private static final class Series {
        final List<Double> cpuMicros = new ArrayList<>();
        final List<Double> requestsPerSecond = new ArrayList<>();
    }

    /**
     * A peer with one of the pages.
     *
     * @param peer its name
     * @param cpuMicros CPU time of a request in microseconds, the median of the rounds
     * @param lowest the same of the best round
     * @param spread the same of the worst round minus the best one, as a part of the median
     * @param ratio CPU time in relation to the reference, the median of the ratios in each round
     * @param requestsPerSecond the median of the rounds
     */
    record Row(String peer, double cpuMicros, double lowest, double spread, double ratio, double requestsPerSecond) {}

    /** Adds what a round has shown. */
    void add(Page page, String peer, double cpuMicros, double requestsPerSecond) {
        Series series =
                pages.computeIfAbsent(page, key -> new LinkedHashMap<>()).computeIfAbsent(peer, key -> new Series());
        series.cpuMicros.add(cpuMicros);
        series.requestsPerSecond.add(requestsPerSecond);
    }

    /** {@return the pages with their rows, both in the order in which they were measured first} */
    Map<Page, List<Row>> rows() {
        Map<Page, List<Row>> rows = new EnumMap<>(Page.class);
        pages.forEach((page, peers) -> {
            List<Double> references = Objects.requireNonNull(peers.get(reference), reference).cpuMicros;
            rows.put(
                    page,
                    peers.entrySet().stream()
                            .map(peer -> row(peer.getKey(), peer.getValue(), references))
                            .toList());
        });
        return rows;
    }

    private static Row row(String peer, Series series, List<Double> references) {
        return new Row(
                peer,
                Statistics.median(series.cpuMicros),
                Statistics.lowest(series.cpuMicros),
                Statistics.spread(series.cpuMicros),
                Statistics.medianRatio(series.cpuMicros, references),
                Statistics.median(series.requestsPerSecond));
    }
}
