package dev.fcgi.runner;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/**
 * A settings file: Java properties in UTF-8, whose names begin with {@code fastcgi.} and in whose values {@code ${NAME}}
 * stands for a variable of the environment.
 *
 * @param path where it is, or {@code null} when there is none
 */
record SettingsFile(@Nullable Path path, Map<String, String> environment) {
    /** Says where it is, when no option does. */
    static final String VARIABLE = "FASTCGI_SETTINGS";

    /** Where this program was started from, as the start script knows. */
    private static final String PROGRAM = "fcgi.program";

    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([^}]*)}");

    /** The part of the command line that has to be known before the rest. */
    private static final class Given {
        @Option(names = "--settings")
        private @Nullable Path settings;
    }

    /** {@return the file that the command line or the environment names, else the one beside the program} */
    static SettingsFile find(String[] args, Map<String, String> environment) {
        Given given = new Given();
        try {
            new CommandLine(given).setUnmatchedArgumentsAllowed(true).parseArgs(args);
        } catch (ParameterException e) {
            // whoever reads the whole command line tells it better
        }
        String variable = environment.get(VARIABLE);
        Path path = given.settings != null ? given.settings : variable != null ? Path.of(variable) : besideTheProgram();
        return new SettingsFile(path == null ? null : path.toAbsolutePath(), environment);
    }

    /** {@code app.properties} beside {@code app.fcgi}, if it is there. */
    private static @Nullable Path besideTheProgram() {
        String program = System.getProperty(PROGRAM);
        if (program == null) {
            return null;
        }
        String name = program.endsWith(".fcgi") ? program.substring(0, program.length() - ".fcgi".length()) : program;
        Path path = Path.of(name + ".properties");
        return Files.exists(path) ? path : null;
    }

    /**
     * Reads it.
     *
     * @param names of the settings that there are
     * @return the texts of those it has
     * @throws OperatorException when it cannot be read or has others
     */
    Map<String, String> settings(Set<String> names) {
        Map<String, String> settings = new HashMap<>();
        if (path == null) {
            return settings;
        }
        for (Map.Entry<Object, Object> property : properties(path).entrySet()) {
            String name = String.valueOf(property.getKey());
            String setting =
                    name.startsWith(SettingNames.PROPERTY) ? name.substring(SettingNames.PROPERTY.length()) : "";
            if (!names.contains(setting)) {
                throw new OperatorException("'" + name + "' in " + path + " is no setting; there are "
                        + names.stream()
                                .sorted()
                                .map(SettingNames.PROPERTY::concat)
                                .collect(Collectors.joining(", ")));
            }
            String text = replacePlaceholders(name, String.valueOf(property.getValue()));
            settings.put(setting, setting.equals("webApps") ? besideThisFile(text, path) : text);
        }
        return settings;
    }

    private static Properties properties(Path path) {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(path)) {
            properties.load(reader);
        } catch (NoSuchFileException e) {
            throw new OperatorException(
                    "there is no settings file '" + path + "': correct --settings or " + VARIABLE, e);
        } catch (IOException | IllegalArgumentException e) {
            throw new OperatorException("cannot read the settings file '" + path + "': " + OneLine.reason(e), e);
        }
        return properties;
    }

    private String replacePlaceholders(String name, String text) {
        return PLACEHOLDER.matcher(text).replaceAll(placeholder -> {
            String value = environment.get(placeholder.group(1));
            if (value == null) {
                throw new OperatorException(name + " in " + path + " is '" + text + "', and the environment has no "
                        + placeholder.group(1) + ": set it, or write the value out");
            }
            return Matcher.quoteReplacement(value);
        });
    }

    /** Web applications are named from the file's directory: a web server may start this program in any other. */
    private static String besideThisFile(String webApps, Path path) {
        return Arrays.stream(webApps.split(",", -1))
                .map(String::strip)
                .map(webApp -> {
                    int file = webApp.startsWith("/") ? webApp.indexOf('=') + 1 : 0;
                    return webApp.substring(0, file) + path.resolveSibling(webApp.substring(file));
                })
                .collect(Collectors.joining(","));
    }
}
