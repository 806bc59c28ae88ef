package dev.fcgi.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What ends the process by itself, and what it leaves and tells. */
@Timeout(value = 3, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LifetimeIT {
    private static final String ANSWER = "jakarta at '' in a thread";

    @TempDir
    private Path directory;

    private Path war;
    private Path socket;
    private Path held;

    @BeforeEach
    void makeWebApplication() throws IOException {
        war = new WarBuilder().ownClass(JakartaServlet.class).archive(directory.resolve("app.war"));
        socket = directory.resolve("s");
        held = directory.resolve("held");
    }

    @Test
    void fcgi_7_5_sigusr1EndsAnIdleProcess() throws Exception {
        try (FcgiProcess fcgi = run()) {
            fcgi.signal("USR1");
            assertThat(fcgi.exitCode()).isZero();
            assertThat(socket).doesNotExist();
        }
    }

    @Test
    void fcgi_7_5_sigusr1WaitsForRequestsHoweverOftenItComes() throws Exception {
        try (FcgiProcess fcgi = run();
                FcgiRequest request = FcgiRequest.hold(unix(), "/", held)) {
            fcgi.signal("USR1");
            await("listener closed").atMost(FcgiProcess.PATIENCE).until(() -> Files.notExists(socket));
            fcgi.signal("USR1");
            fcgi.signal("USR1");
            await("still running")
                    .during(500, TimeUnit.MILLISECONDS)
                    .atMost(FcgiProcess.PATIENCE)
                    .until(fcgi::isAlive);
            Files.delete(held);
            assertThat(request.response()).endsWith(ANSWER);
            assertThat(fcgi.exitCode()).isZero();
        }
    }

    @Test
    void fcgi_7_5_sigusr1DuringTheStartEndsIt() throws Exception {
        Path starting = directory.resolve("starting");
        Path slow = WarBuilder.neverStarting(starting).archive(directory.resolve("slow.war"));
        try (FcgiProcess fcgi = FcgiProcess.start(directory, "run", "--listen", "unix:" + socket, slow.toString())) {
            await("web application starting").atMost(FcgiProcess.PATIENCE).until(() -> Files.exists(starting));
            fcgi.signal("USR1");
            assertThat(fcgi.exitCode()).isZero();
            assertThat(fcgi.out()).isEmpty();
        }
    }

    @Test
    void fcgi_7_1_endsWhenTheRequestsAreUsedUp() throws Exception {
        try (FcgiProcess fcgi = run("--max-requests", "3")) {
            assertThat(FcgiRequest.get(unix(), "/")).endsWith(ANSWER);
            assertThat(FcgiRequest.get(unix(), "/")).endsWith(ANSWER);
            assertThat(fcgi.isAlive()).isTrue();
            assertThat(FcgiRequest.get(unix(), "/")).as("the last one").endsWith(ANSWER);
            assertThat(fcgi.exitCode()).isZero();
        }
    }

    @Test
    void fcgi_7_1_endsWhenIdleForLong() throws Exception {
        try (FcgiProcess fcgi = run("--idle-exit", "2");
                FcgiRequest request = FcgiRequest.hold(unix(), "/", held)) {
            await("a request that takes longer keeps it")
                    .during(4, TimeUnit.SECONDS)
                    .atMost(FcgiProcess.PATIENCE)
                    .until(fcgi::isAlive);
            Files.delete(held);
            assertThat(request.response()).endsWith(ANSWER);
            assertThat(fcgi.exitCode()).isZero();
        }
    }

    @Test
    void hasAPidFileWhileItServes() throws Exception {
        Path pid = directory.resolve("pid");
        try (FcgiProcess fcgi = run("--pid-file", pid.toString())) {
            assertThat(pid).hasContent(fcgi.pid() + "\n");
            fcgi.signal("TERM");
            assertThat(fcgi.exitCode()).isZero();
            assertThat(pid).doesNotExist();
        }
    }

    @Test
    void leavesThePidFileOfAnother() throws Exception {
        Path pid = directory.resolve("pid");
        try (FcgiProcess fcgi = run("--pid-file", pid.toString())) {
            Files.writeString(pid, "1\n");
            fcgi.signal("TERM");
            assertThat(fcgi.exitCode()).isZero();
            assertThat(pid).hasContent("1\n");
        }
    }

    @Test
    void saysThatThePidFileCannotBeWritten() throws Exception {
        try (FcgiProcess fcgi = FcgiProcess.start(
                directory, "run", "--listen", "unix:" + socket, "--pid-file", "/nowhere/pid", war.toString())) {
            assertThat(fcgi.exitCode()).isEqualTo(1);
            assertThat(fcgi.err())
                    .isEqualTo(
                            "fcgi: cannot write the pid file '/nowhere/pid': there is no directory /nowhere; create it, or"
                                    + " choose another --pid-file\n");
        }
    }

    /** As root it is started as another user as well. */
    @Test
    void warnsOnceOfRootAndRefusesItOnDemand() throws Exception {
        String[] arguments = {"run", "--no-root", "--listen", "unix:" + socket, war.toString()};
        if (User.current().root()) {
            try (FcgiProcess fcgi = run()) {
                assertThat(fcgi.err()).containsOnlyOnce("Running as root");
            }
            try (FcgiProcess fcgi = FcgiProcess.start(directory, arguments)) {
                assertThat(fcgi.exitCode()).isEqualTo(1);
                assertThat(fcgi.err())
                        .isEqualTo("fcgi: refusing to run as root, as --no-root says: start it as a user of its own\n");
            }
        } else {
            try (FcgiProcess fcgi = FcgiProcess.start(directory, arguments).awaitReady()) {
                assertThat(fcgi.err()).doesNotContain("root");
            }
        }
    }

    @Test
    void p_12_aSecondInstanceIsRefusedAndTheFirstServesOn() throws Exception {
        Path second = Files.createDirectory(directory.resolve("second"));
        try (FcgiProcess fcgi = run();
                FcgiProcess other = FcgiProcess.start(second, "run", "--listen", "unix:" + socket, war.toString())) {
            assertThat(fcgi.isAlive()).isTrue();
            assertThat(other.exitCode()).isEqualTo(1);
            assertThat(other.err())
                    .endsWith("fcgi: cannot listen on unix:" + socket + ": Unix socket " + socket
                            + " is in use by another process: stop it, or use another path\n");
            assertThat(FcgiRequest.get(unix(), "/")).endsWith(ANSWER);
        }
    }

    @Test
    void p_12_theSocketOfAKilledProcessIsNotInTheWay() throws Exception {
        try (FcgiProcess fcgi = run()) {
            fcgi.signal("KILL");
            assertThat(fcgi.exitCode()).isEqualTo(137);
            assertThat(socket).exists();
        }
        try (FcgiProcess fcgi = run()) {
            assertThat(fcgi.isAlive()).isTrue();
            assertThat(FcgiRequest.get(unix(), "/")).endsWith(ANSWER);
        }
    }

    private FcgiProcess run(String... options) throws IOException {
        List<String> all = new ArrayList<>(List.of("run", "--listen", "unix:" + socket));
        all.addAll(List.of(options));
        all.add(war.toString());
        return FcgiProcess.startedBy(directory, List.of(), Map.of(), all.toArray(String[]::new))
                .awaitReady();
    }

    private SocketAddress unix() {
        return UnixDomainSocketAddress.of(socket);
    }
}
