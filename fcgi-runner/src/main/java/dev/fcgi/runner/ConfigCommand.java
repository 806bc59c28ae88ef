package dev.fcgi.runner;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code fcgi config}: prints what a web server needs to know; one subcommand for each web server. */
@Command(
        name = "config",
        description = "Prints web server configuration that fits the options of 'fcgi run'.",
        subcommands = {
            NginxConfig.class,
            ApacheConfig.class,
            LighttpdConfig.class,
            CaddyConfig.class,
            HaproxyConfig.class,
            H2oConfig.class,
            LitespeedConfig.class,
            CherokeeConfig.class
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
final class ConfigCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "the web server is missing: "
                        + String.join(", ", spec.subcommands().keySet()));
    }
}
