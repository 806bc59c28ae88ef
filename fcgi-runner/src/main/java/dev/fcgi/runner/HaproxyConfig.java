package dev.fcgi.runner;

import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;

/** A backend and an {@code fcgi-app} of HAProxy. */
@Command(
        name = "haproxy",
        description =
                "Prints a backend and an fcgi-app for the configuration of HAProxy. Takes the options of 'fcgi run'.")
final class HaproxyConfig extends WebServerConfig {
    private static final String SECRET = "    # The secret that 'fcgi run' was given.\n    set-param %s \"...\"\n";

    HaproxyConfig() {
        super("HAProxy");
    }

    @Override
    String text(RunSettings settings) {
        return heading("For the configuration of HAProxy", settings)
                + """
                # In the frontend, which must have "mode http", put
                #     %s

                backend fcgi
                    use-fcgi-app fcgi
                    server fcgi %s proto fcgi

                fcgi-app fcgi
                    # HAProxy wants one. It only begins SCRIPT_FILENAME, which is not used.
                    docroot /
                    # Errors of the web application go to the log.
                    log-stderr global
                    # The field Authorization, for web applications with a login of their own.
                    pass-header Authorization
                %s""".formatted(
                                use(paths(settings)),
                                address(settings).replaceFirst("^unix:", "unix@"),
                                secret(settings.trustPolicy(), SECRET));
    }

    private static String use(List<String> paths) {
        return paths.equals(List.of("/"))
                ? "default_backend fcgi"
                : "use_backend fcgi if "
                        + paths.stream()
                                .map(path -> "{ path " + path + " } || { path_beg " + path + "/ }")
                                .collect(Collectors.joining(" || "));
    }
}
