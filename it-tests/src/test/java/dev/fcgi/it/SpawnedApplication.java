package dev.fcgi.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** An application that the web server starts, as the user that it has for such things. */
final class SpawnedApplication {

    private SpawnedApplication() {}

    /** {@return where the script is that {@code fcgi script} has written} */
    static Path directory(Workspace workspace) {
        return workspace.path("cgi-bin");
    }

    /** {@return where shared scripts keep what they share} */
    static Path shared(Workspace workspace) {
        return workspace.path("run").resolve("shared");
    }

    /** Installs the distribution where every user can read it, and writes {@code app.fcgi}. */
    static void install(Workspace workspace, Map<String, Path> contexts, String... options)
            throws IOException, InterruptedException {
        Path home = workspace.path("home");
        run(List.of("cp", "-rL", System.getProperty("fcgi.distribution"), home.toString()));
        run(List.of("chmod", "-R", "a+rX", workspace.toString()));
        workspace.shared("run");
        List<String> command = new ArrayList<>(List.of(home.resolve("bin/fcgi").toString(), "script"));
        command.addAll(List.of(options));
        contexts.forEach((path, war) -> command.add(path + "=" + war));
        Path script = Files.createDirectory(directory(workspace)).resolve("app.fcgi");
        Path errors = workspace.path("script.err");
        Process process = new ProcessBuilder(command)
                .redirectOutput(script.toFile())
                .redirectError(errors.toFile())
                .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(Files.readString(errors)).isZero();
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static void run(List<String> command) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder(command).inheritIO().start().waitFor())
                .as(String.join(" ", command))
                .isZero();
    }

    /** {@return the processes that serve} */
    static List<ProcessHandle> processes(Workspace workspace) {
        String program = "-Dfcgi.program=" + workspace.path("home");
        try (Stream<ProcessHandle> all = ProcessHandle.allProcesses()) {
            return all.filter(process -> commandLine(process).contains(program)).toList();
        }
    }

    /** Of other users as well, which {@link ProcessHandle.Info} does not tell. */
    private static String commandLine(ProcessHandle process) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(process.pid()), "cmdline"));
        } catch (IOException e) {
            return ""; // has just ended
        }
    }

    /** Waits until the web server's end has ended all of them. */
    static void assertGone(Workspace workspace) {
        Awaitility.await("what the web server has started is gone")
                .atMost(Duration.ofSeconds(40))
                .untilAsserted(() -> assertThat(processes(workspace)).isEmpty());
    }

    static void kill(Workspace workspace) {
        processes(workspace).forEach(ProcessHandle::destroyForcibly);
    }
}
