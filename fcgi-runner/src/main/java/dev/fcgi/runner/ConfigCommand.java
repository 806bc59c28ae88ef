package dev.fcgi.runner;

import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code fcgi config}: prints what a web server needs to know; one subcommand for each web server. */
@Command(
        name = "config",
        description = "Prints web server configuration that fits the options of 'fcgi run'.",
        subcommands = ConfigCommand.NginxCommand.class,
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
final class ConfigCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "the web server is missing: nginx");
    }

    /** {@code fcgi config nginx}. */
    @Command(
            name = "nginx",
            description =
                    "Prints location blocks to paste into a server block of nginx. Takes the options of 'fcgi run'.",
            mixinStandardHelpOptions = true,
            versionProvider = Version.class)
    static final class NginxCommand implements Runnable {
        @Mixin
        private final RunOptions options = new RunOptions();

        @Spec
        @SuppressWarnings("NullAway.Init") // set by picocli
        private CommandSpec spec;

        @Override
        public void run() {
            PrintWriter out = spec.commandLine().getOut();
            out.print(NginxConfig.of(options.settings(TrustOptions.policy(spec))));
            out.flush();
        }
    }
}
