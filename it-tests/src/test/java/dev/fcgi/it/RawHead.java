package dev.fcgi.it;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The head of a response as it came.
 *
 * @param statusLine the first line
 * @param fields the other lines, in order
 */
record RawHead(String statusLine, List<String> fields) {

    int status() {
        return Integer.parseInt(statusLine.split(" ", 3)[1]);
    }

    /** {@return the first value of the field, or null} */
    @Nullable
    String value(String name) {
        return values(name).stream().findFirst().orElse(null);
    }

    List<String> values(String name) {
        return fields.stream()
                .filter(field -> field.regionMatches(true, 0, name + ":", 0, name.length() + 1))
                .map(field -> field.substring(name.length() + 1).strip())
                .toList();
    }

    /** {@return the fields in alphabetical order, without those of these names and the end of a cookie, which is a time} */
    List<String> sortedWithout(String... names) {
        return fields.stream()
                .filter(field -> List.of(names).stream()
                        .noneMatch(name -> field.regionMatches(true, 0, name + ":", 0, name.length() + 1)))
                .map(field -> field.replaceFirst(" Expires=[^;]*;", ""))
                .sorted()
                .toList();
    }
}
