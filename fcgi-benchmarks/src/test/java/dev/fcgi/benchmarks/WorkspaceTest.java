package dev.fcgi.benchmarks;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WorkspaceTest {
    private static final Duration LONG = Duration.ofSeconds(30);

    private final Workspace workspace = Workspace.open();

    WorkspaceTest() throws Exception {}

    @AfterEach
    void close() {
        workspace.close();
    }

    @Test
    void runsAProcess() throws Exception {
        assertThat(workspace.run("pwd", List.of("pwd"), LONG).strip())
                .isEqualTo(workspace.path("").toRealPath().toString());
    }

    @Test
    void tellsHowAProcessFailed() {
        assertThatThrownBy(() -> workspace.run("sh", List.of("sh", "-c", "echo no room >&2; exit 3"), LONG))
                .isInstanceOf(BenchException.class)
                .hasMessage("sh ended with 3: no room");
        assertThatThrownBy(() -> workspace.run("nobody", List.of("/does/not/exist"), LONG))
                .isInstanceOf(BenchException.class)
                .hasMessageStartingWith("nobody ended with ")
                .hasMessageContaining("/does/not/exist");
    }

    @Test
    void stopsAProcessThatTakesTooLong() {
        assertThatThrownBy(() -> workspace.run("sleep", List.of("sleep", "60"), Duration.ofMillis(10)))
                .isInstanceOf(BenchException.class)
                .hasMessage("sleep did not end within 0 s");
    }

    @Test
    void waitsUntilAProcessIsReady() throws Exception {
        ChildProcess child = workspace.start("sh", List.of("sh", "-c", "echo up; exec sleep 60"));
        workspace.awaitReady(child, LONG, () -> child.output().equals("up\n"));
        assertThat(child.isAlive()).isTrue();
        assertThatThrownBy(() -> workspace.awaitReady(child, Duration.ZERO, () -> false))
                .isInstanceOf(BenchException.class)
                .hasMessage("sh was not ready within 0 s");
    }

    @Test
    void tellsThatAProcessEndedBeforeItWasReady() throws Exception {
        ChildProcess child = workspace.start("sh", List.of("sh", "-c", "echo address in use; exit 1"));
        assertThatThrownBy(() -> workspace.awaitReady(child, LONG, () -> false))
                .isInstanceOf(BenchException.class)
                .hasMessage("sh ended with 1: address in use");
    }

    @Test
    void leavesNothingBehind() throws Exception {
        Path directory = workspace.path("");
        ChildProcess child = workspace.start("sh", List.of("sh", "-c", "mkdir -p a/b; sleep 60"));
        workspace.awaitReady(child, LONG, () -> child.pids().size() == 2);
        List<ProcessHandle> processes = child.pids().stream()
                .flatMap(pid -> ProcessHandle.of(pid).stream())
                .toList();

        workspace.close();

        for (ProcessHandle process : processes) {
            process.onExit().get(LONG.toSeconds(), SECONDS);
        }
        assertThat(Files.exists(directory)).isFalse();
        assertThatThrownBy(() -> workspace.start("sleep", List.of("sleep", "60")))
                .isInstanceOf(CancellationException.class);
    }
}
