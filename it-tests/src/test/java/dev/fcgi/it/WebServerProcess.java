package dev.fcgi.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/** A running web server with a configuration, a directory and a port of its own. */
final class WebServerProcess {

    private static final Pattern ALERT = Pattern.compile("\\[(\\w+:)?(alert|crit|emerg)\\]");

    private final ChildProcess process;
    private final int port;
    private final Path errorLog;
    private final Pattern error;
    private final List<String> expectedErrors = new CopyOnWriteArrayList<>();

    private WebServerProcess(ChildProcess process, int port, Path errorLog, Pattern error) {
        this.process = process;
        this.port = port;
        this.errorLog = errorLog;
        this.error = error;
    }

    static WebServerProcess start(FrontEnd frontEnd, Workspace workspace, ListenAddress application)
            throws IOException {
        int port = ListenAddress.freePortNumber();
        Path configuration = workspace.path(frontEnd.program() + ".conf");
        Files.writeString(configuration, frontEnd.configuration(workspace, port, application));
        List<String> command =
                new ArrayList<>(List.of(require(frontEnd.program()).toString()));
        command.addAll(frontEnd.arguments(configuration));
        ChildProcess process =
                ChildProcess.start(frontEnd.program(), workspace, command, frontEnd.environment(workspace));
        process.awaitReady(Duration.ofSeconds(10), new ListenAddress("127.0.0.1:" + port)::accepts);
        return new WebServerProcess(process, port, workspace.path(frontEnd.errorLog()), frontEnd.error());
    }

    /** Skips the test when the program is missing, except in CI, where that is a failure. */
    static Path require(String program) {
        Path found = find(program);
        if (found == null) {
            String reason = program + " is not installed";
            assertThat(System.getenv("CI")).as(reason).isNotEqualTo("true");
            Assumptions.abort(reason);
        }
        return found;
    }

    private static @Nullable Path find(String program) {
        String path = System.getenv("PATH") + ":/usr/local/sbin:/usr/sbin:/sbin";
        return Stream.of(path.split(":", -1))
                .map(directory -> Path.of(directory, program))
                .filter(Files::isExecutable)
                .findFirst()
                .orElse(null);
    }

    int port() {
        return port;
    }

    /** Error lines that contain this text belong to a scenario that fails on purpose. */
    void expectErrors(String text) {
        expectedErrors.add(text);
    }

    void stop() throws InterruptedException {
        process.terminate();
        process.awaitExit(10);
    }

    void kill() throws InterruptedException {
        process.kill();
    }

    /** {@return the lines of the error log} */
    List<String> errorLog() throws IOException {
        return Files.exists(errorLog) ? Files.readAllLines(errorLog, StandardCharsets.ISO_8859_1) : List.of();
    }

    /** {@return the lines of the error log that tell of an error} */
    List<String> errors() throws IOException {
        return errorLog().stream()
                .filter(line ->
                        ALERT.matcher(line).find() || error.matcher(line).find())
                .toList();
    }

    /** Fails on any line of the error log that no scenario has announced. */
    void assertQuietErrorLog() throws IOException {
        List<String> bad = errorLog().stream()
                .filter(line -> ALERT.matcher(line).find() || isUnexpectedError(line))
                .toList();
        assertThat(bad)
                .as("alerts and unexpected errors in the web server's log")
                .isEmpty();
    }

    private boolean isUnexpectedError(String line) {
        return error.matcher(line).find() && expectedErrors.stream().noneMatch(line::contains);
    }
}
