package dev.fcgi.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The distribution's {@code bin/fcgi} as a process, on the Java that runs the tests. Nothing it does is waited for longer than a minute. */
final class FcgiProcess implements AutoCloseable {
    /** How long anything is waited for. */
    static final Duration PATIENCE = Duration.ofSeconds(60);

    static final Path PROGRAM =
            Path.of(System.getProperty("fcgi.distribution", "."), "bin", "fcgi").toAbsolutePath();

    private static final Pattern READY = Pattern.compile("fcgi: ready: ([^,]+),.*\n");

    private final Process process;
    private final Path out;
    private final Path err;
    private final Path temp;

    private FcgiProcess(Process process, Path out, Path err, Path temp) {
        this.process = process;
        this.out = out;
        this.err = err;
        this.temp = temp;
    }

    /**
     * Starts it.
     *
     * @param directory for what it prints and its temporary files
     */
    static FcgiProcess start(Path directory, String... arguments) throws IOException {
        return startedBy(directory, List.of(), Map.of(), arguments);
    }

    /** Starts it with descriptors 1 and 2 closed, so that whatever is opened first takes their numbers. */
    static FcgiProcess startWithoutOutput(Path directory, String... arguments) throws IOException {
        return startedBy(directory, List.of("sh", "-c", "exec \"$@\" >&- 2>&-", "sh"), Map.of(), arguments);
    }

    /**
     * Starts it by another program, which becomes it.
     *
     * @param startedBy the other program with its arguments, ahead of those that start this one
     * @param environment what is added to the environment
     */
    static FcgiProcess startedBy(
            Path directory, List<String> startedBy, Map<String, String> environment, String... arguments)
            throws IOException {
        return program(PROGRAM, directory, startedBy, environment, arguments);
    }

    /** Starts it under another name. */
    static FcgiProcess program(
            Path program, Path directory, List<String> startedBy, Map<String, String> environment, String... arguments)
            throws IOException {
        Path out = directory.resolve("out");
        Path err = directory.resolve("err");
        Path temp = Files.createDirectories(directory.resolve("tmp"));
        // A test run in the background of a shell has SIGINT ignored, and hands that down.
        List<String> command = new ArrayList<>(startedBy);
        command.addAll(List.of("/usr/bin/env", "--default-signal=HUP,INT,TERM"));
        command.add(program.toString());
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment()
                .put("FCGI_JAVA_OPTS", "-Xmx64m -Djava.io.tmpdir=" + temp + " -Dhawtio.authenticationEnabled=false");
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().putAll(environment);
        builder.redirectOutput(out.toFile()).redirectError(err.toFile());
        return new FcgiProcess(builder.start(), out, err, temp);
    }

    /** {@return what starts it with a listening socket as descriptor 0: see listen.pl} */
    static List<String> listening(String address) {
        return List.of(
                "perl", Path.of("src/test/resources/listen.pl").toAbsolutePath().toString(), address);
    }

    /** Runs a tool of the system, which succeeds. */
    static void runTool(String... command) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder(command).inheritIO().start().waitFor())
                .as(String.join(" ", command))
                .isZero();
    }

    /** Waits for the ready line. */
    FcgiProcess awaitReady() {
        await("ready line").atMost(PATIENCE).until(() -> READY.matcher(out()).find() || !process.isAlive());
        assertThat(process.isAlive()).as("%s", err()).isTrue();
        return this;
    }

    /** {@return the port of the first listener, which is a TCP one, in the ready line} */
    int port() {
        Matcher ready = READY.matcher(out());
        assertThat(ready.find()).isTrue();
        return Integer.parseInt(ready.group(1).substring(ready.group(1).lastIndexOf(':') + 1));
    }

    /** Sends a signal, such as TERM. */
    void signal(String name) throws IOException, InterruptedException {
        Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start();
        assertThat(kill.waitFor()).isZero();
    }

    /** Stops what it has started and waits for. */
    void stopChildren() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** {@return its exit code, once it has ended} */
    int exitCode() throws InterruptedException {
        assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .as("has ended")
                .isTrue();
        return process.exitValue();
    }

    String out() {
        return read(out);
    }

    String err() {
        return read(err);
    }

    /** {@return where its temporary files are} */
    Path temp() {
        return temp;
    }

    @Override
    public void close() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
