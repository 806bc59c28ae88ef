package dev.fcgi.runner;

import picocli.CommandLine.Command;

/** An information source and the rules that use it, for Cherokee. */
@Command(
        name = "cherokee",
        description = "Prints an information source and rules for cherokee.conf. Takes the options of 'fcgi run'.")
final class CherokeeConfig extends WebServerConfig {
    CherokeeConfig() {
        super("Cherokee");
    }

    @Override
    String text(RunSettings settings) {
        StringBuilder text = new StringBuilder(heading("For cherokee.conf", settings));
        text.append("# The numbers behind 'source' and 'rule' must be free; rules with higher ones come first.\n");
        text.append(untriedSecret(settings.trustPolicy()));
        text.append("""

                source!9000!nick = fcgi
                source!9000!type = host
                source!9000!host = %s
                """.formatted(address(settings).replaceFirst("^unix:", "")));
        int number = 9000;
        for (String path : paths(settings)) {
            text.append("""

                    vserver!1!rule!%1$d!match = directory
                    vserver!1!rule!%1$d!match!directory = %2$s
                    vserver!1!rule!%1$d!handler = fcgi
                    vserver!1!rule!%1$d!handler!check_file = 0
                    vserver!1!rule!%1$d!handler!balancer = round_robin
                    vserver!1!rule!%1$d!handler!balancer!source!1 = 9000
                    """.formatted(number++, path));
        }
        return text.toString();
    }
}
