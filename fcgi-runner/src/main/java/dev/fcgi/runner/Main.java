package dev.fcgi.runner;

import picocli.CommandLine;

/** Where the {@code fcgi} command starts. */
public final class Main {
    private Main() {}

    /**
     * Runs the command and ends the process with its exit code.
     *
     * @param args the command line
     */
    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        CommandLine commandLine = new CommandLine(new FcgiCommand());
        addTrustOptions(commandLine);
        return CommandErrors.handledBy(commandLine);
    }

    /** To every command that does something: all of them are about what {@code fcgi run} does. */
    private static void addTrustOptions(CommandLine command) {
        if (command.getSubcommands().isEmpty()) {
            TrustOptions.addTo(command.getCommandSpec());
        }
        command.getSubcommands().values().forEach(Main::addTrustOptions);
    }
}
