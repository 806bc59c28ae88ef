package dev.fcgi.runner;

import picocli.CommandLine.Command;

/** {@code fastcgi.connect} for the paths of a host of h2o. */
@Command(
        name = "h2o",
        description =
                "Prints fastcgi.connect mappings to paste below 'paths:' of a host of h2o. Takes the options of 'fcgi run'.")
final class H2oConfig extends WebServerConfig {
    private static final String SECRET = "  # The secret that 'fcgi run' was given.\n  setenv:\n    %s: \"...\"\n";

    H2oConfig() {
        super("h2o");
    }

    @Override
    String text(RunSettings settings) {
        StringBuilder text = new StringBuilder(heading("For below 'paths:' of a host of h2o", settings));
        for (String path : paths(settings)) {
            text.append("\n\"").append(path).append("\":\n  fastcgi.connect:\n").append(where(listener(settings)));
            text.append(secret(settings.trustPolicy(), SECRET));
        }
        return text.toString();
    }

    private static String where(ListenAddress listener) {
        return listener instanceof ListenAddress.Tcp tcp
                ? "    host: \"" + tcp.host() + "\"\n    port: " + tcp.port() + "\n    type: tcp\n"
                : "    port: \"" + listener.toString().substring("unix:".length()) + "\"\n    type: unix\n";
    }
}
