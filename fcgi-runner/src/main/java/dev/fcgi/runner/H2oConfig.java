package dev.fcgi.runner;

import dev.fcgi.servlet.TrustPolicy;
import picocli.CommandLine.Command;

/** {@code fastcgi.connect} for the paths of a host of h2o. */
@Command(
        name = "h2o",
        description =
                "Prints fastcgi.connect mappings to paste below 'paths:' of a host of h2o. Takes the options of 'fcgi run'.")
final class H2oConfig extends WebServerConfig {
    H2oConfig() {
        super("h2o");
    }

    @Override
    String text(RunSettings settings) {
        StringBuilder text = new StringBuilder(heading("For below 'paths:' of a host of h2o", settings));
        for (String path : paths(settings)) {
            text.append("\n\"").append(path).append("\":\n  fastcgi.connect:\n").append(where(address(settings)));
            text.append(secret(settings.trustPolicy()));
        }
        return text.toString();
    }

    private static String where(String address) {
        if (address.startsWith("unix:")) {
            return "    port: \"" + address.substring("unix:".length()) + "\"\n    type: unix\n";
        }
        int colon = address.lastIndexOf(':');
        String host = address.substring(0, colon).replaceAll("[\\[\\]]", "");
        return "    host: \"" + host + "\"\n    port: " + address.substring(colon + 1) + "\n    type: tcp\n";
    }

    private static String secret(TrustPolicy policy) {
        return policy.secret() == null
                ? ""
                : "  # The secret that 'fcgi run' was given.\n  setenv:\n    " + policy.secretVariable()
                        + ": \"...\"\n";
    }
}
