package dev.fcgi.runner;

import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns whatever goes wrong into one line on standard error and an exit code. */
final class CommandErrors {
    private CommandErrors() {}

    static CommandLine handledBy(CommandLine commandLine) {
        return commandLine
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler((failure, args) -> misused(failure))
                .setExecutionExceptionHandler((failure, command, parsed) -> failed(failure, command));
    }

    private static int misused(ParameterException failure) {
        CommandLine command = failure.getCommandLine();
        String message = lowerFirst(String.valueOf(failure.getMessage()));
        print(command, message + origins(command, message) + suggestion(failure) + hint(command));
        return ExitCode.USAGE;
    }

    private static int failed(Exception failure, CommandLine command) {
        return failed(failure, command, command.getParseResult().hasMatchedOption("--verbose"));
    }

    /** {@return the exit code, after what went wrong has been told} */
    static int failed(Exception failure, CommandLine command, boolean verbose) {
        if (verbose) {
            failure.printStackTrace(command.getErr());
        }
        if (failure instanceof UsageException) {
            String message = String.valueOf(failure.getMessage());
            print(command, message + origins(command, message) + hint(command));
            return ExitCode.USAGE;
        }
        if (failure instanceof OperatorException) {
            print(command, String.valueOf(failure.getMessage()));
        } else {
            print(
                    command,
                    "internal error: " + failure.getClass().getSimpleName() + ": " + OneLine.reason(failure)
                            + (verbose ? "" : "; --verbose shows where"));
        }
        return ExitCode.SOFTWARE;
    }

    private static String origins(CommandLine command, String message) {
        return command.getDefaultValueProvider() instanceof Settings settings ? settings.origins(message) : "";
    }

    private static String suggestion(ParameterException failure) {
        List<String> likely =
                failure instanceof UnmatchedArgumentException unmatched ? unmatched.getSuggestions() : List.of();
        return likely.isEmpty() ? "" : ", did you mean '" + likely.get(0) + "'?";
    }

    private static String hint(CommandLine command) {
        return "; try '" + command.getCommandSpec().qualifiedName() + " --help'";
    }

    private static String lowerFirst(String text) {
        return text.isEmpty() ? text : Character.toLowerCase(text.charAt(0)) + text.substring(1);
    }

    static void print(CommandLine command, String message) {
        PrintWriter err = command.getErr();
        err.println("fcgi: " + OneLine.of(message));
        err.flush();
    }
}
