package dev.fcgi.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;

/**
 * A temporary directory and the processes that run in it. Closing it, which a signal does as well, stops the processes
 * and removes the directory; from then on everything else throws {@link CancellationException}. Thread safe.
 */
final class Workspace implements AutoCloseable {
    private static final Duration POLL_INTERVAL = Duration.ofMillis(20);

    private final Path directory;
    private final List<ChildProcess> running = new ArrayList<>();
    private boolean closed;

    private Workspace(Path directory) {
        this.directory = directory;
    }

    /** Makes one that is closed at the end of this process at the latest. */
    static Workspace open() throws IOException {
        Path directory = Files.createTempDirectory("fcgi-bench.");
        // The workers of nginx and php-fpm are other users than root.
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        Workspace workspace = new Workspace(directory);
        Runtime.getRuntime().addShutdownHook(new Thread(workspace::close));
        return workspace;
    }

    Path path(String name) {
        return directory.resolve(name);
    }

    /** Starts a process that goes on until the workspace is closed. */
    synchronized ChildProcess start(String name, List<String> command) throws BenchException {
        requireOpen();
        Path output = path(name + ".log");
        List<String> inSession =
                new ArrayList<>(List.of("setsid")); // Ctrl-C is for this process, which stops the others
        inSession.addAll(command);
        try {
            Process process = new ProcessBuilder(inSession)
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            ChildProcess child = new ChildProcess(name, process, output);
            running.add(child);
            return child;
        } catch (IOException x) {
            throw new BenchException(name + " cannot be started: " + x.getMessage());
        }
    }

    /**
     * Waits until a condition holds.
     *
     * @throws BenchException when the process ends before, or does not get there in time
     */
    void awaitReady(ChildProcess child, Duration time, Callable<Boolean> condition) throws Exception {
        long end = System.nanoTime() + time.toNanos();
        while (!condition.call()) {
            requireOpen();
            if (!child.isAlive()) {
                throw new BenchException(
                        child.name() + " ended with " + child.exitValue() + ": " + lastLine(child.output()));
            }
            if (System.nanoTime() - end > 0) {
                throw new BenchException(child.name() + " was not ready within " + time.toSeconds() + " s");
            }
            Thread.sleep(POLL_INTERVAL.toMillis());
        }
    }

    /**
     * Runs a process to its end.
     *
     * @return what it has written
     * @throws BenchException when it fails, or does not end in time
     */
    String run(String name, List<String> command, Duration time)
            throws BenchException, IOException, InterruptedException {
        ChildProcess child = start(name, command);
        boolean ended = child.awaitEnd(time);
        if (!ended) {
            child.terminate();
            child.awaitStop();
        }
        synchronized (this) {
            requireOpen();
            running.remove(child);
            String output = child.output();
            if (!ended) {
                throw new BenchException(name + " did not end within " + time.toSeconds() + " s");
            }
            if (child.exitValue() != 0) {
                throw new BenchException(name + " ended with " + child.exitValue() + ": " + lastLine(output));
            }
            return output;
        }
    }

    private synchronized void requireOpen() {
        if (closed) {
            throw new CancellationException("closed");
        }
    }

    private static String lastLine(String text) {
        return text.lines().filter(line -> !line.isBlank()).reduce("no output", (last, line) -> line);
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        running.forEach(ChildProcess::terminate);
        try {
            for (ChildProcess child : running) {
                child.awaitStop();
            }
        } catch (InterruptedException x) {
            Thread.currentThread().interrupt();
        }
        remove();
    }

    private void remove() {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException x) {
            throw new UncheckedIOException(x);
        }
    }
}
