package dev.fcgi.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Serving, and the ways to stop it. */
@Timeout(value = 3, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RunIT {
    private static final Path WARS = Path.of(System.getProperty("fcgi.wars", "target/wars"));

    @TempDir
    private Path directory;

    private Path jakarta;

    @BeforeEach
    void makeWebApplication() throws IOException {
        jakarta = new WarBuilder().ownClass(JakartaServlet.class).archive(directory.resolve("app.war"));
    }

    @Test
    void servesAnArchiveAtTheRoot() throws Exception {
        try (FcgiProcess fcgi = run("--listen", "127.0.0.1:0", jakarta.toString())) {
            assertThat(get(fcgi, "/")).contains("Status: 200").endsWith("\r\n\r\njakarta at '' in a thread");
            assertThat(fcgi.out()).isEqualTo("fcgi: ready: 127.0.0.1:%d, / (app.war, ee11)\n", fcgi.port());
            assertThat(fcgi.err().lines().filter(line -> !line.contains("Running as root")))
                    .containsExactly("printed by the web application");

            fcgi.signal("TERM");
            assertThat(fcgi.exitCode()).isZero();
            assertThat(fcgi.temp()).isEmptyDirectory();
        }
    }

    @Test
    void servesSeveralEnvironmentsOverSeveralListeners() throws Exception {
        Path javax = new WarBuilder().ownClass(JavaxServlet.class).directory(directory.resolve("old"));
        Path files = new WarBuilder()
                .file("index.html", "static")
                .file("d/a.txt", "a")
                .file("WEB-INF/empty", "")
                .directory(directory.resolve("f"));
        Path socket = directory.resolve("s");
        try (FcgiProcess fcgi = run(
                "--listen",
                "127.0.0.1:0",
                "--listen",
                "unix:" + socket,
                "--mode",
                "600",
                jakarta.toString(),
                javax.toString(),
                "/=" + files,
                "/jsp=" + WARS.resolve("jsp.war"),
                "/shiro=" + WARS.resolve("shiro.war"))) {
            assertThat(fcgi.out())
                    .isEqualTo(
                            "fcgi: ready: 127.0.0.1:%d, unix:%s, /app (app.war, ee11), /old (old, ee8), / (f, ee11), /jsp"
                                    + " (jsp.war, ee10), /shiro (shiro.war, ee8)\n",
                            fcgi.port(), socket);
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket)))
                    .isEqualTo("rw-------");
            SocketAddress address = UnixDomainSocketAddress.of(socket);
            assertThat(FcgiRequest.get(address, "/app/")).endsWith("jakarta at '/app' in a thread");
            assertThat(FcgiRequest.get(address, "/old/")).endsWith("javax at '/old'");
            assertThat(FcgiRequest.get(address, "/")).endsWith("static");
            assertThat(FcgiRequest.get(address, "/d/a.txt")).endsWith("a");
            assertThat(FcgiRequest.get(address, "/d/")).as("listing").contains("Status: 403");
            for (String contextPath : List.of("/old", "/app")) {
                assertThat(FcgiRequest.get(address, contextPath + "/?fail"))
                        .contains("Status: 500")
                        .doesNotContain("at dev.fcgi");
            }
            assertThat(FcgiRequest.get(address, "/nothing"))
                    .contains("Status: 404")
                    .doesNotContain("ontext");
            assertThat(FcgiRequest.get(address, "/jsp/jstl.jsp")).contains("JSTL Example");
            assertThat(FcgiRequest.get(address, "/shiro/login.jsp")).contains("Please Log in");
            assertThat(get(fcgi, "/jsp/tagfile.jsp")).contains("JSP 2.0 Tag File Example");

            fcgi.signal("TERM");
            assertThat(fcgi.exitCode()).isZero();
            assertThat(socket).doesNotExist();
        }
    }

    @Test
    void servesWhereTheOptionsSay() throws Exception {
        try (FcgiProcess fcgi = run(
                "--listen",
                "[::1]:0",
                "--context",
                "/x/y",
                "--ee",
                "ee10",
                "--log-level",
                "debug",
                jakarta.toString())) {
            assertThat(fcgi.out()).isEqualTo("fcgi: ready: [::1]:%d, /x/y (app.war, ee10)\n", fcgi.port());
            assertThat(fcgi.err()).contains("Deploying " + jakarta + " in ee10: --ee");
            fcgi.signal("INT");
            assertThat(fcgi.exitCode()).isZero();
        }
    }

    @Test
    void usesVirtualThreadsWhereThereAreAny() throws Exception {
        String[] arguments = {"run", "--listen", "127.0.0.1:0", "--virtual-threads", jakarta.toString()};
        try (FcgiProcess fcgi = FcgiProcess.start(directory, arguments)) {
            int java = Runtime.version().feature();
            if (java < 21) {
                assertThat(fcgi.exitCode()).isEqualTo(2);
                assertThat(fcgi.err())
                        .isEqualTo(
                                "fcgi: --virtual-threads needs Java 21 or newer, and this is Java %d; try 'fcgi run"
                                        + " --help'\n",
                                java);
            } else {
                assertThat(get(fcgi.awaitReady(), "/")).endsWith("jakarta at '' in a virtual thread");
                fcgi.signal("TERM");
                assertThat(fcgi.exitCode()).isZero();
            }
        }
    }

    @Test
    void hawtioStarts() throws Exception {
        try (FcgiProcess fcgi = run(
                "--listen",
                "127.0.0.1:0",
                "--context",
                "/hawtio",
                WARS.resolve("hawtio.war").toString())) {
            assertThat(get(fcgi, "/hawtio/")).contains("Status: 200");
            assertThat(fcgi.err()).doesNotContain("SLF4J");
        }
    }

    @Test
    void fcgi_7_2_aRunningRequestIsFinishedBeforeTheEnd() throws Exception {
        Path held = directory.resolve("held");
        try (FcgiProcess fcgi = run("--listen", "127.0.0.1:0", jakarta.toString());
                FcgiRequest request = hold(fcgi, held)) {
            int port = fcgi.port();
            fcgi.signal("TERM");
            await("listener closed").atMost(FcgiProcess.PATIENCE).until(() -> isRefused(port));
            assertThat(fcgi.isAlive()).isTrue();

            Files.delete(held);
            assertThat(request.response()).endsWith("jakarta at '' in a thread");
            assertThat(fcgi.exitCode()).isZero();
            assertThat(fcgi.err().lines().filter(line -> !line.contains("Running as root")))
                    .noneMatch(line -> line.contains("WARN"));
        }
    }

    @Test
    void fcgi_7_2_aRequestThatTakesTooLongIsLeft() throws Exception {
        try (FcgiProcess fcgi = run("--listen", "127.0.0.1:0", "--drain", "1", jakarta.toString());
                FcgiRequest request = hold(fcgi, directory.resolve("held"))) {
            fcgi.signal("TERM");
            assertThat(fcgi.exitCode()).isZero();
            assertThat(fcgi.err()).contains("Stopping with 1 requests still running");
            assertThat(request).isNotNull();
        }
    }

    @Test
    void aSecondSignalHurries() throws Exception {
        try (FcgiProcess fcgi = run("--listen", "127.0.0.1:0", "--drain", "3600", jakarta.toString());
                FcgiRequest request = hold(fcgi, directory.resolve("held"))) {
            int port = fcgi.port();
            fcgi.signal("TERM");
            await("listener closed").atMost(FcgiProcess.PATIENCE).until(() -> isRefused(port));
            assertThat(fcgi.isAlive()).isTrue();
            fcgi.signal("INT");
            assertThat(fcgi.exitCode()).isZero();
            assertThat(fcgi.temp()).isEmptyDirectory();
            assertThat(request).isNotNull();
        }
    }

    @Test
    void fcgi_7_1_aSignalBeforeTheReadyLineEndsItAtOnce() throws Exception {
        Path starting = directory.resolve("starting");
        Path war = WarBuilder.neverStarting(starting).archive(directory.resolve("slow.war"));
        try (FcgiProcess fcgi = FcgiProcess.start(directory, "run", "--listen", "127.0.0.1:0", war.toString())) {
            await("web application starting").atMost(FcgiProcess.PATIENCE).until(() -> Files.exists(starting));
            fcgi.signal("TERM");
            assertThat(fcgi.exitCode()).isZero();
            assertThat(fcgi.out()).isEmpty();
            assertThat(fcgi.err()).isEmpty();
        }
    }

    @Test
    void fcgi_2_2_2_nothingPrintedReachesAConnectionWithoutStandardOutput() throws Exception {
        Path held = directory.resolve("held");
        Path socket = directory.resolve("s");
        SocketAddress address = UnixDomainSocketAddress.of(socket);
        try (FcgiProcess fcgi =
                FcgiProcess.startWithoutOutput(directory, "run", "--listen", "unix:" + socket, jakarta.toString())) {
            await("socket").atMost(FcgiProcess.PATIENCE).until(() -> Files.exists(socket));
            try (FcgiRequest request = FcgiRequest.hold(address, "/", held)) {
                assertThat(FcgiRequest.get(address, "/?print"))
                        .startsWith("Status: 200")
                        .endsWith(" in a thread");
                Files.delete(held);
                assertThat(request.response()).startsWith("Status: 200").endsWith(" in a thread");
            }
            fcgi.signal("TERM");
            assertThat(fcgi.exitCode()).isZero();
            assertThat(fcgi.out() + fcgi.err()).as("descriptors were closed").isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"HUP", "PIPE"})
    void fcgi_7_6_otherSignalsLeaveARequestAlone(String signal) throws Exception {
        Path held = directory.resolve("held");
        try (FcgiProcess fcgi = run("--listen", "127.0.0.1:0", jakarta.toString());
                FcgiRequest request = hold(fcgi, held)) {
            fcgi.signal(signal);
            assertThat(get(fcgi, "/")).contains("Status: 200");
            Files.delete(held);
            assertThat(request.response()).endsWith("jakarta at '' in a thread");
        }
    }

    @Test
    void fcgi_7_4_aBrokenProtocolIsLoggedAndNotAnswered() throws Exception {
        try (FcgiProcess fcgi = run("--listen", "127.0.0.1:0", "--log-level", "debug", jakarta.toString());
                Socket webServer = new Socket(InetAddress.getLoopbackAddress(), fcgi.port())) {
            webServer.setSoTimeout((int) FcgiProcess.PATIENCE.toMillis());
            webServer.getOutputStream().write(new byte[] {9, 1, 0, 1, 0, 0, 0, 0});
            assertThat(webServer.getInputStream().readAllBytes()).isEmpty();
            String peer = "r=/127.0.0.1:" + webServer.getLocalPort();
            await("log entry")
                    .atMost(FcgiProcess.PATIENCE)
                    .until(() -> fcgi.err()
                            .lines()
                            .anyMatch(line -> line.contains(peer)
                                    && line.contains("broke the protocol: a record of FastCGI version 9")));
            assertThat(get(fcgi, "/")).contains("Status: 200");
        }
    }

    private FcgiProcess run(String... arguments) throws IOException {
        String[] all = new String[arguments.length + 1];
        all[0] = "run";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return FcgiProcess.start(directory, all).awaitReady();
    }

    private static String get(FcgiProcess fcgi, String target) throws IOException {
        return FcgiRequest.get(FcgiRequest.loopback(fcgi.port()), target);
    }

    /** {@return a request that is in its servlet, until the file is deleted} */
    private static FcgiRequest hold(FcgiProcess fcgi, Path file) throws IOException {
        return FcgiRequest.hold(FcgiRequest.loopback(fcgi.port()), "/", file);
    }

    private static boolean isRefused(int port) {
        try (FcgiRequest request = FcgiRequest.send(FcgiRequest.loopback(port), "/")) {
            return request == null;
        } catch (IOException e) {
            return true;
        }
    }
}
