package dev.fcgi.runner;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A web application as named on the command line.
 *
 * @param contextPath where it is deployed: {@code /} or {@code /name}
 * @param path its archive or directory, as given
 */
record WebApp(String contextPath, Path path) {
    WebApp {
        contextPath = validContextPath(contextPath);
        if (path.toString().isEmpty()) {
            throw new UsageException(
                    "the web application at " + contextPath + " has no name: give a WAR file or directory");
        }
    }

    /** {@return the last element of its path} */
    String fileName() {
        Path name = path.toAbsolutePath().normalize().getFileName();
        return name == null ? path.toString() : name.toString();
    }

    /**
     * Reads the arguments {@code WAR}, {@code DIR} or {@code /path=WAR}.
     *
     * @param context the value of {@code --context}, for a single web application
     * @throws UsageException if context paths are malformed, given twice, or used twice
     */
    static List<WebApp> parse(List<String> arguments, @Nullable String context) {
        if (context != null && arguments.size() > 1) {
            throw new UsageException("--context is for a single web application: name several as /path=WAR");
        }
        boolean single = arguments.size() == 1;
        List<WebApp> webApps =
                arguments.stream().map(it -> parse(it, context, single)).toList();
        Map<String, Path> taken = new HashMap<>();
        for (WebApp webApp : webApps) {
            Path other = taken.put(webApp.contextPath, webApp.path);
            if (other != null) {
                throw new UsageException("'" + other + "' and '" + webApp.path + "' both have the context path "
                        + webApp.contextPath + ": tell them apart as /path=WAR");
            }
        }
        return webApps;
    }

    private static WebApp parse(String argument, @Nullable String context, boolean single) {
        int equals = argument.indexOf('=');
        // A file that happens to be called so is meant as that file.
        if (argument.startsWith("/") && equals > 0 && !Files.exists(Path.of(argument))) {
            if (context != null) {
                throw new UsageException("'" + argument + "' has a context path already: leave out --context");
            }
            return new WebApp(argument.substring(0, equals), Path.of(argument.substring(equals + 1)));
        }
        Path path = Path.of(argument);
        if (context != null) {
            return new WebApp(context, path);
        }
        return new WebApp(single ? "/" : contextPathOf(path), path);
    }

    /** What a servlet container makes of a file in its directory of web applications. */
    private static String contextPathOf(Path path) {
        String name = new WebApp("/", path).fileName();
        String base = name.toLowerCase(Locale.ROOT).endsWith(".war") ? name.substring(0, name.length() - 4) : name;
        return base.equalsIgnoreCase("root") ? "/" : "/" + base;
    }

    /**
     * {@return a context path as the Servlet API has it, without a slash at its end, except for the root}
     *
     * @throws UsageException if it is none
     */
    static String validContextPath(String given) {
        if (given.equals("/")) {
            return given;
        }
        String contextPath = given.endsWith("/") ? given.substring(0, given.length() - 1) : given;
        if (!contextPath.matches("(/[^/\\p{Cntrl}\\s?#%;*\"'\\\\{}$]+)+") || contextPath.matches(".*/\\.\\.?(/.*)?")) {
            throw new UsageException("malformed context path '" + given
                    + "': expected / or /name, without spaces and ? # % ; * quotes or braces");
        }
        return contextPath;
    }
}
