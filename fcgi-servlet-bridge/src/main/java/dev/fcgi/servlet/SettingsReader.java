package dev.fcgi.servlet;

import java.util.Arrays;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads texts that somebody has configured. Every error names the setting, the text, and what it must be. */
public final class SettingsReader {
    private final Function<String, @Nullable String> settings;

    /**
     * Makes a reader.
     *
     * @param settings gives the text of a setting by its name, or {@code null} when it is not set
     */
    public SettingsReader(Function<String, @Nullable String> settings) {
        this.settings = settings;
    }

    /**
     * Reads a setting.
     *
     * @param parser throws {@link IllegalArgumentException} with what the text must be
     * @param absent what is returned when it is not set
     * @throws IllegalArgumentException when the text means nothing
     */
    public <T> T value(String name, Function<String, T> parser, T absent) {
        T value = optional(name, parser);
        return value == null ? absent : value;
    }

    /**
     * Reads a setting that has no default.
     *
     * @param parser throws {@link IllegalArgumentException} with what the text must be
     * @return its value, or {@code null} when it is not set
     * @throws IllegalArgumentException when the text means nothing
     */
    public <T> @Nullable T optional(String name, Function<String, T> parser) {
        String text = settings.apply(name);
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

    /**
     * Reads a whole number.
     *
     * @param least the least it may be
     * @param most the most it may be
     * @param absent what is returned when it is not set
     * @throws IllegalArgumentException when the text is no number, or one out of bounds
     */
    public long number(String name, long least, long most, long absent) {
        return value(name, text -> requireNumber(text, least, most), absent);
    }

    private static long requireNumber(String text, long least, long most) {
        try {
            long number = Long.parseLong(text);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException x) {
            // said below
        }
        String upTo = most >= Integer.MAX_VALUE ? ", at least " + least : " from " + least + " to " + most;
        throw new IllegalArgumentException("it must be a whole number" + upTo);
    }

    /**
     * Reads a switch, {@code on} or {@code off}.
     *
     * @param absent what is returned when it is not set
     * @throws IllegalArgumentException when the text is neither
     */
    public boolean onOff(String name, boolean absent) {
        return value(
                name,
                text -> switch (text.toLowerCase(Locale.ROOT)) {
                    case "on", "true" -> true;
                    case "off", "false" -> false;
                    default -> throw new IllegalArgumentException("it must be on or off");
                },
                absent);
    }

    /**
     * Reads one of an enumeration's constants, in lower case with hyphens.
     *
     * @param absent what is returned when it is not set
     * @throws IllegalArgumentException when the text is none of them
     */
    public <E extends Enum<E>> E choice(String name, E absent) {
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
