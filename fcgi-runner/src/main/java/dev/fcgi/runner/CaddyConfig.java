package dev.fcgi.runner;

import java.util.List;
import picocli.CommandLine.Command;

/** {@code reverse_proxy} with FastCGI, for inside a site of a Caddyfile. */
@Command(
        name = "caddy",
        description =
                "Prints reverse_proxy blocks to paste into a site of a Caddyfile. Takes the options of 'fcgi run'.")
final class CaddyConfig extends WebServerConfig {
    private static final String SECRET = " {\n\t\t# The secret that 'fcgi run' was given.\n\t\tenv %s \"...\"\n\t}";

    CaddyConfig() {
        super("Caddy");
    }

    @Override
    String text(RunSettings settings) {
        StringBuilder text = new StringBuilder(heading("For inside a site block of a Caddyfile", settings));
        List<String> paths = paths(settings);
        boolean root = paths.equals(List.of("/"));
        if (!root) {
            text.append("\n@fcgi path");
            paths.forEach(path ->
                    text.append(' ').append(path).append(' ').append(path).append("/*"));
            text.append('\n');
        }
        return text
                + """

                reverse_proxy%s %s {
                	transport fastcgi%s
                	# Passes on at once what the web application flushes.
                	flush_interval -1
                	# Caddy 2.6 passes on to the client what was meant for itself.
                	header_down -Status
                }
                """.formatted(
                                root ? "" : " @fcgi",
                                address(settings).replaceFirst("^unix:", "unix/"),
                                secret(settings.trustPolicy(), SECRET));
    }
}
