package dev.fcgi.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.fcgi.core.NameValuePairs;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A name and a value, each byte one character. */
record Pair(String name, String value) {
    static List<Pair> listOf(NameValuePairs pairs) {
        List<Pair> list = new ArrayList<>();
        for (int i = 0; i < pairs.size(); i++) {
            list.add(new Pair(pairs.name(i), pairs.value(i, ISO_8859_1)));
        }
        return list;
    }

    static NameValuePairs toNameValuePairs(List<Pair> list) {
        return NameValuePairs.of(list.stream()
                .flatMap(pair -> Stream.of(pair.name(), pair.value()))
                .toArray(String[]::new));
    }
}
