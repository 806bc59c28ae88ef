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
        return CommandErrors.handledBy(new CommandLine(new FcgiCommand()));
    }
}
