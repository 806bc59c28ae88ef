package dev.fcgi.benchmarks;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** A process of ours with its output in a file; {@link Workspace} starts and stops it. */
final class ChildProcess {
    private static final Duration STOP_TIME = Duration.ofSeconds(10);

    private final String name;
    private final Process process;
    private final Path output;
    /** What the process had started when it was told to end. */
    private List<ProcessHandle> descendants = List.of();

    ChildProcess(String name, Process process, Path output) {
        this.name = name;
        this.process = process;
        this.output = output;
    }

    String name() {
        return name;
    }

    boolean isAlive() {
        return process.isAlive();
    }

    int exitValue() {
        return process.exitValue();
    }

    /** {@return what it has written to standard output and standard error} */
    String output() throws IOException {
        return Files.readString(output);
    }

    /** {@return the process IDs of the process and all that it has started} */
    List<Long> pids() {
        return Stream.concat(Stream.of(process.toHandle()), process.descendants())
                .map(ProcessHandle::pid)
                .toList();
    }

    /** {@return whether it has ended by itself in time} */
    boolean awaitEnd(Duration time) throws InterruptedException {
        return process.waitFor(time.toNanos(), NANOSECONDS);
    }

    /** Sends SIGTERM and does not wait. */
    void terminate() {
        descendants = process.descendants().toList();
        process.destroy();
    }

    /** Waits until the process that was told to end has done so; whatever is left after some time is killed. */
    void awaitStop() throws InterruptedException {
        if (!awaitEnd(STOP_TIME)) {
            process.destroyForcibly();
            awaitEnd(STOP_TIME);
        }
        descendants.forEach(ProcessHandle::destroyForcibly);
    }
}
