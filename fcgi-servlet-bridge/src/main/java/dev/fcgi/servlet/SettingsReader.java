package dev.fcgi.servlet;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads texts that somebody has configured. Every error names the setting, the text, and what it must be. */
final class SettingsReader {
    private final Map<String, ? extends @Nullable String> settings;

    /** @param names of all settings there are */
    SettingsReader(Map<String, ? extends @Nullable String> settings, Set<String> names) {
        this.settings = settings;
        for (String name : settings.keySet()) {
            if (!names.contains(name)) {
                throw new IllegalArgumentException("there is no setting '" + CgiException.printable(name)
                        + "'; there are "
                        + names.stream().sorted().collect(Collectors.joining(", ")));
            }
        }
    }

    /** @param parser throws {@link IllegalArgumentException} with what the text must be */
    <T> T value(String name, Function<String, T> parser, T absent) {
        T value = optional(name, parser);
        return value == null ? absent : value;
    }

    <T> @Nullable T optional(String name, Function<String, T> parser) {
        String text = settings.get(name);
        if (text == null) {
            return null;
        }
        try {
            return parser.apply(text);
        } catch (IllegalArgumentException x) {
            String shown = name.equals("secret") ? "malformed" : "'" + CgiException.printable(text) + "'";
            throw new IllegalArgumentException(name + " is " + shown + ": " + x.getMessage(), x);
        }
    }

    boolean onOff(String name, boolean absent) {
        return value(
                name,
                text -> switch (text.toLowerCase(Locale.ROOT)) {
                    case "on", "true" -> true;
                    case "off", "false" -> false;
                    default -> throw new IllegalArgumentException("it must be on or off");
                },
                absent);
    }

    <E extends Enum<E>> E choice(String name, E absent) {
        E[] choices = absent.getDeclaringClass().getEnumConstants();
        return value(name, text -> choose(choices, text), absent);
    }

    private static <E extends Enum<E>> E choose(E[] choices, String text) {
        for (E choice : choices) {
            if (text(choice).equals(text.toLowerCase(Locale.ROOT))) {
                return choice;
            }
        }
        throw new IllegalArgumentException("it must be one of "
                + Arrays.stream(choices).map(SettingsReader::text).collect(Collectors.joining(", ")));
    }

    private static String text(Enum<?> choice) {
        return choice.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
