package dev.fcgi.servlet;

import java.util.List;

/**
 * Variables that may hold a value, the first that is not empty counts.
 *
 * @param names at least one
 */
public record VariableNames(List<String> names) {
    /** Copies the names. */
    public VariableNames {
        names = List.copyOf(names);
        if (names.isEmpty()) {
            throw new IllegalArgumentException("it must name at least one variable");
        }
    }

    static VariableNames of(String name) {
        return new VariableNames(List.of(name));
    }

    static VariableNames parse(String text) {
        return new VariableNames(
                split(text).stream().map(VariableNames::require).toList());
    }

    /** As {@link #parse}, without the client's. */
    static VariableNames parseOwn(String text) {
        return new VariableNames(
                split(text).stream().map(VariableNames::requireOwn).toList());
    }

    static List<String> split(String text) {
        return text.isBlank() ? List.of() : List.of(text.strip().split("\\s*,\\s*", -1));
    }

    static String require(String name) {
        if (!isName(name)) {
            throw new IllegalArgumentException("it must be the name of a variable, of letters, digits and _");
        }
        return name;
    }

    static boolean isName(String name) {
        return name.matches("[A-Za-z0-9_]+");
    }

    static String requireOwn(String name) {
        if (MetaVariables.isHeader(name)) {
            throw new IllegalArgumentException("it must not begin with HTTP_, for clients could send it as a header");
        }
        return require(name);
    }
}
