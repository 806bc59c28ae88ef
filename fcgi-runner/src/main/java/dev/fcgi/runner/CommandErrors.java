package dev.fcgi.runner;

import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns whatever goes wrong into one line on standard error and an exit code. */
final class CommandErrors {
    private CommandErrors() {}

    static CommandLine handledBy(CommandLine commandLine) {
        return commandLine
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler((failure, args) -> misused(failure))
                .setExecutionExceptionHandler(CommandErrors::failed);
    }

    private static int misused(ParameterException failure) {
        CommandLine command = failure.getCommandLine();
        print(command, lowerFirst(String.valueOf(failure.getMessage())) + suggestion(failure) + hint(command));
        return ExitCode.USAGE;
    }

    private static int failed(Exception failure, CommandLine command, ParseResult parsed) {
        boolean verbose = command.getParseResult().hasMatchedOption("--verbose");
        if (verbose) {
            failure.printStackTrace(command.getErr());
        }
        if (failure instanceof UsageException) {
            print(command, failure.getMessage() + hint(command));
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

    private static void print(CommandLine command, String message) {
        PrintWriter err = command.getErr();
        err.println("fcgi: " + OneLine.of(message));
        err.flush();
    }
}
