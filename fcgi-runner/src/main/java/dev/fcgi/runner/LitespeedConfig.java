package dev.fcgi.runner;

import picocli.CommandLine.Command;

/** An external processor and its contexts, for a virtual host of OpenLiteSpeed. */
@Command(
        name = "litespeed",
        description = "Prints an extProcessor and contexts for a virtual host of OpenLiteSpeed."
                + " Takes the options of 'fcgi run'.")
final class LitespeedConfig extends WebServerConfig {
    LitespeedConfig() {
        super("OpenLiteSpeed");
    }

    @Override
    String text(RunSettings settings) {
        StringBuilder text = new StringBuilder(heading("For a virtual host of OpenLiteSpeed", settings));
        text.append(untriedSecret(settings.trustPolicy()));
        text.append("""

                extProcessor fcgi {
                  type            fcgi
                  address         %s
                  maxConns        100
                  initTimeout     60
                  retryTimeout    0
                  persistConn     1
                  respBuffer      0
                  autoStart       0
                }
                """.formatted(address(settings).replaceFirst("^unix:/", "uds://")));
        for (String path : paths(settings)) {
            text.append("""

                    context %s {
                      type               fcgi
                      handler            fcgi
                      addDefaultCharset  off
                    }
                    """.formatted(path));
        }
        return text.toString();
    }
}
