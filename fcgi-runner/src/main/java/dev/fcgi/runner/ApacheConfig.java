package dev.fcgi.runner;

import picocli.CommandLine.Command;

/** {@code ProxyPass} and what belongs to it, for inside a {@code VirtualHost} of Apache httpd with mod_proxy_fcgi. */
@Command(
        name = "apache",
        description = "Prints ProxyPass lines to paste into a VirtualHost of Apache httpd, for mod_proxy_fcgi."
                + " Takes the options of 'fcgi run'.")
final class ApacheConfig extends WebServerConfig {
    private static final String SECRET =
            "\n# The secret that 'fcgi run' was given.\nProxyFCGISetEnvIf \"true\" %s \"...\"\n";

    ApacheConfig() {
        super("Apache");
    }

    @Override
    String text(RunSettings settings) {
        String target = target(address(settings));
        StringBuilder text =
                new StringBuilder(heading("For inside a <VirtualHost> of Apache (a2enmod proxy_fcgi)", settings));
        text.append(secret(settings.trustPolicy(), SECRET));
        for (String path : paths(settings)) {
            text.append("""

                    ProxyPass "%1$s" "%2$s%1$s" enablereuse=on flushpackets=on
                    <Location "%1$s">
                        # The field Authorization, for web applications with a login of their own.
                        CGIPassAuth On
                    </Location>
                    """.formatted(path, target));
        }
        return text + """

                # Leaves paths with %2F to the web application (400); Apache alone answers 404.
                AllowEncodedSlashes NoDecode

                # How long the web application may be silent (504 Gateway Timeout).
                #ProxyTimeout 60
                """;
    }

    /** The name behind {@code fcgi://} is nobody's, but Apache takes sockets of the same name for one. */
    private static String target(String address) {
        String path = address.startsWith("unix:/") ? address.substring("unix:/".length()) : "";
        return path.isEmpty() ? "fcgi://" + address : address + "|fcgi://" + path.replaceAll("[^A-Za-z0-9]+", "-");
    }
}
