package dev.fcgi.servlet;

import java.util.List;

/**
 * Which variables become request attributes (P-3). Their names are of letters, digits and {@code _}: every attribute that a
 * container uses itself has a dot in its name.
 *
 * @param patterns names of variables, a {@code *} at the end stands for anything
 */
public record AttributeNames(List<String> patterns) {
    /** No variable. */
    public static final AttributeNames NONE = new AttributeNames(List.of());

    /** Copies the patterns. */
    public AttributeNames {
        patterns = List.copyOf(patterns);
    }

    static AttributeNames parse(String text) {
        List<String> patterns = VariableNames.split(text);
        for (String pattern : patterns) {
            if (!pattern.matches("[A-Za-z_][A-Za-z0-9_]*\\*?")) {
                throw new IllegalArgumentException(
                        "it must list variables, of letters, digits and _, with an optional * at the end of each;"
                                + " a lone * is not taken");
            }
        }
        return new AttributeNames(patterns);
    }

    boolean contains(String name) {
        return patterns.stream().anyMatch(pattern -> matches(pattern, name));
    }

    private static boolean matches(String pattern, String name) {
        return pattern.endsWith("*")
                ? name.startsWith(pattern.substring(0, pattern.length() - 1))
                : name.equals(pattern);
    }
}
