package dev.fcgi.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class ComparisonTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --rounds 0       | --rounds is 0: it must be a number from 1 to 100
            --seconds 601    | --seconds is 601: it must be a number from 1 to 600
            --connections -1 | --connections is -1: it must be a number from 1 to 400
            --seconds five   | invalid value for option '--seconds': 'five' is not an int
            --rounds         | missing required parameter for option '--rounds' (<rounds>)
            --round 1        | unknown options: '--round', '1'
            6                | unmatched argument at index 0: '6'
            --check --out x  | --check has no figures, so that --out cannot be given with it
            """)
    void refusesWrongOptionsInOneLine(String args, String message) {
        CommandLine command = Comparison.commandLine();
        StringWriter err = new StringWriter();
        command.setErr(new PrintWriter(err));
        assertThat(command.execute(args.split(" ", -1))).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(err).hasToString("bench: " + message + "; see 'bin/bench --help'\n");
    }

    @Test
    void refusesAPlaceWhereNothingCanBeWritten(@TempDir Path directory) throws Exception {
        Path file = Files.writeString(directory.resolve("file"), "");
        CommandLine command = Comparison.commandLine();
        StringWriter err = new StringWriter();
        command.setErr(new PrintWriter(err));
        assertThat(command.execute("--out", file.toString())).isEqualTo(CommandLine.ExitCode.SOFTWARE);
        assertThat(err.toString())
                .startsWith("bench: --out is " + file + ", which cannot be made: ")
                .hasLineCount(1);
    }
}
