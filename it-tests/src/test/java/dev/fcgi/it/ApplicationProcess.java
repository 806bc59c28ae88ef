package dev.fcgi.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/** A running application server. */
final class ApplicationProcess {

    /** Threads that a pool or the virtual machine adds and takes away as it likes, by their (cut) names. */
    private static final Pattern POOLED = Pattern.compile(
            "(qtp|fcgi-|RMI |JMX |C[12] Comp|GC |G1 |VirtualThread|ForkJoinPool|Attach|Sweeper|Common-Clean|VM ).*");

    private static final Pattern READY = Pattern.compile("(?m)^fcgi: ready: .*$");

    private final ChildProcess process;
    private final ListenAddress address;
    private final Starter starter;
    private final int exitCode;

    private ApplicationProcess(ChildProcess process, ListenAddress address, Starter starter, int exitCode) {
        this.process = process;
        this.address = address;
        this.starter = starter;
        this.exitCode = exitCode;
    }

    private interface Starter {
        ApplicationProcess start() throws IOException;
    }

    static ApplicationProcess start(
            Workspace workspace, List<String> command, Map<String, String> environment, ListenAddress address)
            throws IOException {
        return start(workspace, command, environment, address, READY, 0);
    }

    /**
     * Starts another application server than ours.
     *
     * @param ready what it prints or logs when it serves
     * @param exitCode what it ends with after SIGTERM
     */
    static ApplicationProcess start(
            Workspace workspace,
            List<String> command,
            Map<String, String> environment,
            ListenAddress address,
            Pattern ready,
            int exitCode)
            throws IOException {
        ChildProcess process = ChildProcess.start("application", workspace, command, environment);
        process.awaitReady(
                Duration.ofSeconds(60),
                () -> ready.matcher(process.output() + process.errors()).find());
        Starter again = () -> start(workspace, command, environment, address, ready, exitCode);
        return new ApplicationProcess(process, address, again, exitCode);
    }

    /** Starts one that says nothing of its own when it serves. */
    static ApplicationProcess startSilent(Workspace workspace, List<String> command, ListenAddress address)
            throws IOException {
        ChildProcess process = ChildProcess.start("application", workspace, command, Map.of());
        process.awaitReady(Duration.ofSeconds(60), address::accepts);
        return new ApplicationProcess(process, address, () -> startSilent(workspace, command, address), 0);
    }

    /** Starts one like it, which listens where it did. */
    ApplicationProcess startAgain() throws IOException {
        return starter.start();
    }

    ListenAddress address() {
        return address;
    }

    /** {@return what it has written to its standard output} */
    String output() throws IOException {
        return process.output();
    }

    /** {@return what it has logged} */
    String log() throws IOException {
        return process.errors();
    }

    /** Sends SIGTERM; requests in progress go on. */
    void terminate() {
        process.terminate();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    void assertEndsCleanly() throws InterruptedException {
        assertThat(process.awaitExit(30)).as("exit code after SIGTERM").isEqualTo(exitCode);
    }

    /** {@return the exit code, once it has ended by itself} */
    int awaitExit(long seconds) throws InterruptedException {
        return process.awaitExit(seconds);
    }

    /** Sends SIGKILL and waits. */
    void killAtOnce() throws InterruptedException {
        process.killAtOnce();
    }

    void kill() throws InterruptedException {
        process.kill();
    }

    /** {@return how many descriptors and lasting threads it has now} */
    Resources resources() throws IOException {
        Path proc = Path.of("/proc", Long.toString(process.pid()));
        int sockets = 0;
        int others = 0;
        for (Path descriptor : list(proc.resolve("fd"))) {
            String target = targetOf(descriptor);
            if (target.startsWith("socket:")) {
                sockets++;
            } else if (!target.endsWith(".jar") && !target.isEmpty()) {
                others++;
            }
        }
        int threads = 0;
        for (Path task : list(proc.resolve("task"))) {
            if (!POOLED.matcher(Files.readString(task.resolve("comm")).strip()).matches()) {
                threads++;
            }
        }
        return new Resources(sockets, others, threads);
    }

    /** Waits until the process has no more than it had, as all its connections are gone. */
    void assertSettlesTo(Resources before) {
        Awaitility.await("no descriptor or thread is left behind")
                .atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> {
                    Resources now = resources();
                    assertThat(now.sockets()).as("sockets").isLessThanOrEqualTo(before.sockets());
                    assertThat(now.others()).as("other descriptors").isLessThanOrEqualTo(before.others());
                    assertThat(now.threads()).as("threads outside the pool").isLessThanOrEqualTo(before.threads());
                });
    }

    private static List<Path> list(Path directory) throws IOException {
        try (var entries = Files.list(directory)) {
            return entries.toList();
        }
    }

    private static String targetOf(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException e) {
            return ""; // closed since it was listed
        }
    }

    /**
     * @param sockets sockets, listening ones included
     * @param others descriptors that are neither sockets nor the class path
     * @param threads threads that belong to no pool
     */
    record Resources(int sockets, int others, int threads) {}
}
