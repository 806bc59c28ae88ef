package dev.fcgi.runner;

import picocli.CommandLine.Command;

/** {@code fastcgi.server} and what belongs to it, for lighttpd. */
@Command(
        name = "lighttpd",
        description =
                "Prints a fastcgi.server block for the configuration of lighttpd. Takes the options of 'fcgi run'.")
final class LighttpdConfig extends WebServerConfig {
    private static final String SECRET =
            "\n# The secret that 'fcgi run' was given.\nserver.modules += ( \"mod_setenv\" )\n"
                    + "setenv.add-environment = ( \"%s\" => \"...\" )\n";

    LighttpdConfig() {
        super("lighttpd");
    }

    @Override
    String text(RunSettings settings) {
        ListenAddress listener = listener(settings);
        StringBuilder text = new StringBuilder(heading("For the configuration of lighttpd", settings));
        // Modules are asked in the order in which they are named.
        text.append(secret(settings.trustPolicy(), SECRET));
        text.append("\nserver.modules += ( \"mod_fastcgi\" )\n");
        for (String path : paths(settings)) {
            text.append('\n').append(path.equals("/") ? server(path, listener, "") : below(path, listener));
        }
        return text + """

                # Passes on at once what the web application flushes.
                server.stream-response-body = 2
                """;
    }

    /** Not what only begins like it: {@code /shopping} is not below {@code /shop}. */
    private static String below(String path, ListenAddress listener) {
        return "$HTTP[\"url\"] =~ \"^" + path.replaceAll("[.+*?()\\[\\]{}^$|\\\\]", "\\\\$0") + "(/|$)\" {\n"
                + server(path, listener, "    ") + "}\n";
    }

    private static String server(String path, ListenAddress listener, String indent) {
        return """
                fastcgi.server = ( "%s" => ((
                    %s,
                    "check-local"         => "disable",
                    "fix-root-scriptname" => "enable"
                )))
                """.formatted(path, where(listener)).indent(indent.length());
    }

    private static String where(ListenAddress listener) {
        return listener instanceof ListenAddress.Tcp tcp
                ? "\"host\" => \"" + tcp.host() + "\", \"port\" => " + tcp.port()
                : "\"socket\"              => \"" + listener.toString().substring("unix:".length()) + "\"";
    }
}
