package dev.fcgi.runner;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * Scripts for web servers to start.
 *
 * @param program what they start
 * @param javaHome on which Java
 * @param arguments options and web applications of {@code fcgi run}
 */
record Script(Path program, Path javaHome, List<String> arguments) {
    /** What a process that is one of several on a machine does with, and starts fast. */
    private static final String JAVA_OPTIONS = "-Xmx256m -XX:+UseSerialGC -XX:TieredStopAtLevel=1";

    /** {@return a script that becomes a process of its own} */
    String own() {
        return template("script.sh")
                .replace("@JAVA_HOME@", javaHome.toString().replaceAll("([\\\\\"$`])", "\\\\$1"))
                .replace("@JAVA_OPTIONS@", JAVA_OPTIONS)
                .replace("@COMMAND@", command(Script::shellWord, " \\\n    ", "--listen=inherited"));
    }

    /** {@return a script that relays to the one process that all its copies share} */
    String shared() {
        return template("shared.pl")
                .replace("@JAVA_HOME@", perlText(javaHome.toString()))
                .replace("@JAVA_OPTIONS@", JAVA_OPTIONS)
                .replace("@NAME@", Integer.toHexString(arguments.hashCode()))
                .replace("@COMMAND@", command(it -> "'" + perlText(it) + "'", ",\n    ", "--mode=0600"));
    }

    private String command(UnaryOperator<String> quote, String separator, String listener) {
        List<String> words = new ArrayList<>(List.of(program.toString(), "run", listener, "--no-root"));
        words.addAll(arguments);
        return words.stream().map(quote).collect(Collectors.joining(separator));
    }

    private static String shellWord(String text) {
        return text.matches("[A-Za-z0-9/._=:,@%+-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
    }

    private static String perlText(String text) {
        return text.replace("\\", "\\\\").replace("'", "\\'");
    }

    private static String template(String name) {
        try (InputStream template = Objects.requireNonNull(Script.class.getResourceAsStream(name), name)) {
            return new String(template.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
