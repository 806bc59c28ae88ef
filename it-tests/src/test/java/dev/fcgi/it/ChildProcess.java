package dev.fcgi.it;

import static java.util.concurrent.TimeUnit.SECONDS;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;

/** A process of ours with its output in files; it is only ever stopped through this handle. */
final class ChildProcess {

    private final String name;
    private final Process process;
    private final Path out;
    private final Path err;

    private ChildProcess(String name, Process process, Path out, Path err) {
        this.name = name;
        this.process = process;
        this.out = out;
        this.err = err;
    }

    static ChildProcess start(String name, Workspace workspace, List<String> command, Map<String, String> environment)
            throws IOException {
        Path out = workspace.path(name + ".out");
        Path err = workspace.path(name + ".err");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(workspace.path(".").toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().putAll(environment);
        return new ChildProcess(name, builder.start(), out, err);
    }

    /** Waits until the condition holds; fails when the process dies before, or at the deadline. */
    void awaitReady(Duration deadline, Callable<Boolean> condition) {
        try {
            await(deadline, condition);
        } catch (Throwable failure) {
            process.destroyForcibly();
            throw failure;
        }
    }

    private void await(Duration deadline, Callable<Boolean> condition) {
        Awaitility.await(name + " is ready")
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(20))
                .atMost(deadline)
                .until(() -> {
                    if (!process.isAlive()) {
                        throw new IOException(
                                name + " ended with " + process.exitValue() + ": " + Files.readString(err));
                    }
                    return condition.call();
                });
    }

    String output() throws IOException {
        return Files.readString(out, StandardCharsets.UTF_8);
    }

    String errors() throws IOException {
        return Files.readString(err, StandardCharsets.UTF_8);
    }

    boolean isAlive() {
        return process.isAlive();
    }

    long pid() {
        return process.pid();
    }

    /** Sends SIGTERM and does not wait. */
    void terminate() {
        process.destroy();
    }

    /** {@return the exit code, once the process has ended by itself or after SIGTERM} */
    int awaitExit(long seconds) throws InterruptedException {
        if (!process.waitFor(seconds, SECONDS)) {
            process.destroyForcibly().waitFor();
            throw new AssertionError(name + " did not end within " + seconds + " s");
        }
        return process.exitValue();
    }

    /** Sends SIGKILL and waits. */
    void killAtOnce() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Ends the process whatever happens; for the paths on which an assertion has failed already. */
    void kill() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(10, SECONDS)) {
            process.destroyForcibly().waitFor();
        }
    }
}
