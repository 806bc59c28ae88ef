package dev.fcgi.benchmarks;

import java.util.List;
import java.util.stream.IntStream;

/** What is said of the values of several rounds. */
final class Statistics {
    private Statistics() {}

    /** {@return the value in the middle, or what is halfway between the two in the middle} */
    static double median(List<Double> values) {
        if (values.isEmpty()) {
            throw new IllegalArgumentException("no values have no median");
        }
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    static double lowest(List<Double> values) {
        return values.stream().mapToDouble(value -> value).min().orElseThrow();
    }

    /** {@return how far the highest is above the lowest, as a part of the median} */
    static double spread(List<Double> values) {
        double highest = values.stream().mapToDouble(value -> value).max().orElseThrow();
        return (highest - lowest(values)) / median(values);
    }

    /**
     * Compares values of the same rounds, so that what disturbed a round as a whole does not count.
     *
     * @param values one for each round
     * @param references what they are compared with, as many
     * @return the median of the ratios
     */
    static double medianRatio(List<Double> values, List<Double> references) {
        if (values.size() != references.size()) {
            throw new IllegalArgumentException(values.size() + " values to compare with " + references.size());
        }
        return median(IntStream.range(0, values.size())
                .mapToObj(i -> values.get(i) / references.get(i))
                .toList());
    }
}
