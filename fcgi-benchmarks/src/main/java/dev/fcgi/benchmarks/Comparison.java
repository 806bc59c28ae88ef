package dev.fcgi.benchmarks;

import dev.fcgi.benchmarks.Results.Row;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code bin/bench}, which explains the options: what a request costs over FastCGI and over HTTP behind nginx. */
@Command(name = "bench")
@SuppressWarnings("FieldMayBeFinal") // picocli sets them
public final class Comparison implements Callable<Integer> {
    /** After that the compilers have little to do any more. */
    private static final int WARM_UP_SECONDS = 10;

    /** More than what differs between rounds on a machine that does nothing else. */
    private static final double BUSY_SPREAD = 0.5;

    @Option(names = "--rounds", defaultValue = "16")
    private int rounds;

    @Option(names = "--seconds", defaultValue = "2")
    private int seconds;

    @Option(names = "--connections", defaultValue = "64")
    private int connections;

    @Option(names = "--out", defaultValue = "${sys:fcgi.bench.out:-comparison}")
    private Path out = Path.of("");

    @Option(names = "--check")
    private boolean check;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    /**
     * Runs the command and ends the process with its exit code.
     *
     * @param args the command line
     */
    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        return new CommandLine(new Comparison())
                .setParameterExceptionHandler((failure, args) -> misused(failure))
                .setExecutionExceptionHandler((failure, command, parsed) -> failed(failure, command));
    }

    private static int misused(ParameterException failure) {
        String message = String.valueOf(failure.getMessage());
        print(
                failure.getCommandLine(),
                Character.toLowerCase(message.charAt(0)) + message.substring(1) + "; see 'bin/bench --help'");
        return ExitCode.USAGE;
    }

    private static int failed(Exception failure, CommandLine command) {
        if (failure instanceof BenchException) {
            print(command, String.valueOf(failure.getMessage()));
        } else if (!(failure instanceof CancellationException)) { // that a signal has ended everything is no news
            print(command, failure.toString());
        }
        return ExitCode.SOFTWARE;
    }

    private static void print(CommandLine command, String message) {
        command.getErr().println("bench: " + message);
        command.getErr().flush();
    }

    @Override
    public Integer call() throws Exception {
        Effort effort = effort();
        if (!check) {
            makeOut();
        }
        try (Workspace workspace = Workspace.open()) {
            ComparisonRun run = new ComparisonRun(workspace, effort, message -> print(spec.commandLine(), message));
            Results results = run.measure();
            if (check) {
                results.rows()
                        .forEach((page, rows) ->
                                rows.forEach(row -> System.out.println("ok    " + row.peer() + ": " + page.path())));
            } else {
                report(run.description(), results.rows());
            }
        }
        return ExitCode.OK;
    }

    private Effort effort() {
        requireRange("--rounds", rounds, 1, 100);
        requireRange("--seconds", seconds, 1, 600);
        requireRange("--connections", connections, 1, 400);
        if (!check) {
            return new Effort(rounds, seconds, WARM_UP_SECONDS, connections);
        }
        for (String option : List.of("--rounds", "--seconds", "--out")) {
            if (spec.commandLine().getParseResult().hasMatchedOption(option)) {
                throw misuse("--check has no figures, so that " + option + " cannot be given with it");
            }
        }
        return new Effort(1, 1, 1, connections);
    }

    private void requireRange(String option, int value, int least, int most) {
        if (value < least || value > most) {
            throw misuse(option + " is " + value + ": it must be a number from " + least + " to " + most);
        }
    }

    private ParameterException misuse(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    /** Before anything is measured for nothing. */
    private void makeOut() throws BenchException {
        try {
            Files.createDirectories(out);
        } catch (IOException x) {
            throw new BenchException("--out is " + out + ", which cannot be made: " + x);
        }
        if (!Files.isWritable(out)) {
            throw new BenchException("--out is " + out + ", where this user may not write");
        }
    }

    private void report(String description, Map<Page, List<Row>> pages) throws Exception {
        StringBuilder text = new StringBuilder(description);
        pages.forEach((page, rows) -> text.append("\n`%s`, %d bytes:\n\n".formatted(page.path(), page.bytes().length))
                .append(MarkdownTable.of(rows, ComparisonRun.REFERENCE)));
        System.out.print(text);
        Files.writeString(out.resolve("comparison.md"), text);
        Files.writeString(out.resolve("comparison.svg"), BarChart.svg(pages, ComparisonRun.REFERENCE));
        if (pages.values().stream().flatMap(List::stream).anyMatch(row -> row.spread() > BUSY_SPREAD)) {
            print(spec.commandLine(), "the spread is wide: this machine did something else as well; repeat it");
        }
        print(spec.commandLine(), "this is in " + out.resolve("comparison.md") + ", and a chart in comparison.svg");
    }
}
