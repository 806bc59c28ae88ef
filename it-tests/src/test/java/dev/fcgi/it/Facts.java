package dev.fcgi.it;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the application's servlets say about their request. */
record Facts(Map<String, List<String>> values) {

    static Facts parse(String text) {
        Map<String, List<String>> values = new LinkedHashMap<>();
        text.lines().forEach(line -> {
            String[] pair = line.split("=", 2);
            values.computeIfAbsent(decode(pair[0]), name -> new ArrayList<>()).add(decode(pair[1]));
        });
        return new Facts(values);
    }

    /** {@return the value, or null when the servlet saw null} */
    @Nullable
    String get(String name) {
        List<String> all = all(name);
        return all.isEmpty() ? null : all.get(0);
    }

    List<String> all(String name) {
        return values.getOrDefault(name, List.of());
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
