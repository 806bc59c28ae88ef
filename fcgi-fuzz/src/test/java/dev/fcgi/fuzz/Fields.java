package dev.fcgi.fuzz;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Names and values as text that a fuzzer can change without regard to lengths. */
final class Fields {
    /** A character that no captured variable holds. */
    private static final String SEPARATOR = "\u001E";

    private Fields() {}

    static List<Pair> parse(String text) {
        return Arrays.stream(text.split(SEPARATOR))
                .map(field -> field.split("=", 2))
                .filter(field -> field.length == 2)
                .map(field -> new Pair(field[0], field[1]))
                .toList();
    }

    static String format(List<Pair> fields) {
        return fields.stream().map(field -> field.name() + "=" + field.value()).collect(Collectors.joining(SEPARATOR));
    }
}
