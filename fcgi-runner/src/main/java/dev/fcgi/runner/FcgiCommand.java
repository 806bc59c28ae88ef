package dev.fcgi.runner;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code fcgi}: only holds the subcommands. */
@Command(
        name = "fcgi",
        description = "Serves servlet web applications over FastCGI.",
        subcommands = {RunCommand.class, ConfigCommand.class, ScriptCommand.class},
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
final class FcgiCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "what to do is missing: run, config or script");
    }
}
