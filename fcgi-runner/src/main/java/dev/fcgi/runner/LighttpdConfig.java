package dev.fcgi.runner;

import dev.fcgi.servlet.TrustPolicy;
import picocli.CommandLine.Command;

/** {@code fastcgi.server} and what belongs to it, for lighttpd. */
@Command(
        name = "lighttpd",
        description =
                "Prints a fastcgi.server block for the configuration of lighttpd. Takes the options of 'fcgi run'.")
final class LighttpdConfig extends WebServerConfig {
    LighttpdConfig() {
        super("lighttpd");
    }

    @Override
    String text(RunSettings settings) {
        String address = address(settings);
        StringBuilder text = new StringBuilder(heading("For the configuration of lighttpd", settings));
        // Modules are asked in the order in which they are named.
        text.append(secret(settings.trustPolicy()));
        text.append("\nserver.modules += ( \"mod_fastcgi\" )\n");
        for (String path : paths(settings)) {
            text.append('\n').append(path.equals("/") ? server(path, address, "") : below(path, address));
        }
        return text + """

                # Passes on at once what the web application flushes.
                server.stream-response-body = 2
                """;
    }

    /** Not what only begins like it: {@code /shopping} is not below {@code /shop}. */
    private static String below(String path, String address) {
        return "$HTTP[\"url\"] =~ \"^" + path.replaceAll("[.+*?()\\[\\]{}^$|\\\\]", "\\\\$0") + "(/|$)\" {\n"
                + server(path, address, "    ") + "}\n";
    }

    private static String server(String path, String address, String indent) {
        return """
                fastcgi.server = ( "%s" => ((
                    %s,
                    "check-local"         => "disable",
                    "fix-root-scriptname" => "enable"
                )))
                """.formatted(path, where(address)).indent(indent.length());
    }

    private static String where(String address) {
        if (address.startsWith("unix:")) {
            return "\"socket\"              => \"" + address.substring("unix:".length()) + "\"";
        }
        int colon = address.lastIndexOf(':');
        String host = address.substring(0, colon).replaceAll("[\\[\\]]", "");
        return "\"host\" => \"" + host + "\", \"port\" => " + address.substring(colon + 1);
    }

    private static String secret(TrustPolicy policy) {
        return policy.secret() == null
                ? ""
                : "\n# The secret that 'fcgi run' was given.\nserver.modules += ( \"mod_setenv\" )\n"
                        + "setenv.add-environment = ( \"" + policy.secretVariable() + "\" => \"...\" )\n";
    }
}
