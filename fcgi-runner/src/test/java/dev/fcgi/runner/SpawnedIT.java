package dev.fcgi.runner;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Started by a web server: with a listening socket as descriptor 0, and nobody to give options. */
@Timeout(value = 3, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SpawnedIT {
    private static final String ANSWER = "jakarta at '' in a thread";

    @TempDir
    private Path directory;

    private Path war;
    private Path socket;

    @BeforeEach
    void makeWebApplication() throws IOException {
        war = new WarBuilder().ownClass(JakartaServlet.class).archive(directory.resolve("app.war"));
        socket = directory.resolve("s");
    }

    @Test
    void fcgi_2_1_1_noArgumentIsNeeded() throws Exception {
        try (FcgiProcess fcgi = spawn("unix:" + socket, Map.of("FASTCGI_WEB_APPS", war.toString()))) {
            assertThat(fcgi.out()).isEqualTo("fcgi: ready: inherited unix:%s, / (app.war, ee11)\n", socket);
            assertThat(FcgiRequest.get(unix(), "/")).endsWith(ANSWER);
        }
    }

    @Test
    void fcgi_2_1_1_theSettingsMayBeBesideTheProgram() throws Exception {
        Path program = Files.createSymbolicLink(directory.resolve("app.fcgi"), FcgiProcess.PROGRAM);
        Files.writeString(directory.resolve("app.properties"), """
                # relative to this file
                fastcgi.webApps = /x=app.war
                fastcgi.threads = 20
                """);
        try (FcgiProcess fcgi =
                FcgiProcess.program(program, directory, FcgiProcess.listening("unix:" + socket), Map.of())) {
            fcgi.awaitReady();
            assertThat(fcgi.out()).endsWith(", /x (app.war, ee11)\n");
            assertThat(FcgiRequest.get(unix(), "/x/")).endsWith("jakarta at '/x' in a thread");
        }
    }

    @Test
    void fcgi_2_2_1_servesTheSocketItWasGiven() throws Exception {
        try (FcgiProcess fcgi = spawn("unix:" + socket, Map.of(), "run", war.toString())) {
            for (int i = 0; i < 20; i++) {
                assertThat(FcgiRequest.get(unix(), "/")).endsWith(ANSWER);
            }
            fcgi.signal("TERM");
            assertThat(fcgi.exitCode()).isZero();
            assertThat(socket).as("of whoever made it").exists();
        }
    }

    @Test
    void servesOtherListenersBesideIt() throws Exception {
        Path other = directory.resolve("other");
        try (FcgiProcess fcgi = spawn("unix:" + socket, Map.of(), "run", "--listen", "unix:" + other, war.toString())) {
            assertThat(fcgi.out()).startsWith("fcgi: ready: inherited unix:" + socket + ", unix:" + other + ", ");
            assertThat(FcgiRequest.get(unix(), "/")).endsWith(ANSWER);
            assertThat(FcgiRequest.get(UnixDomainSocketAddress.of(other), "/")).endsWith(ANSWER);
        }
    }

    @ParameterizedTest
    @CsvSource({"inet:127.0.0.1, 127.0.0.1", "inet6:::1, 0:0:0:0:0:0:0:1"})
    void fcgi_2_2_4_theSocketTellsThatItIsTcp(String address, String host) throws Exception {
        try (FcgiProcess fcgi = spawn(address, Map.of(), "run", war.toString())) {
            SocketAddress tcp = new InetSocketAddress(InetAddress.getByName(host), fcgi.port());
            assertThat(fcgi.out()).startsWith("fcgi: ready: inherited ");
            assertThat(FcgiRequest.get(tcp, "/")).endsWith(ANSWER);
        }
    }

    @Test
    void fcgi_2_2_4_anAbstractSocketIsServed() throws Exception {
        String name = "fcgi-test-" + ProcessHandle.current().pid();
        Path request = Files.write(directory.resolve("request"), FcgiRequest.bytes("/", Map.of()));
        try (FcgiProcess fcgi = spawn("abstract:" + name, Map.of(), "run", war.toString())) {
            assertThat(fcgi.out()).startsWith("fcgi: ready: inherited unix:, ");
            Path response = directory.resolve("response");
            String exchange =
                    "use Socket; socket(S, AF_UNIX, SOCK_STREAM, 0); connect(S, pack_sockaddr_un(qq(\\0%s))) or die;"
                            + " local $/; syswrite(S, <STDIN>); print <S>";
            Process client = new ProcessBuilder("perl", "-e", exchange.formatted(name))
                    .redirectInput(request.toFile())
                    .redirectOutput(response.toFile())
                    .start();
            assertThat(client.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(Files.readString(response, ISO_8859_1)).contains(ANSWER);
        }
    }

    /** As LISTEN_FDS says, and as docs/systemd.md moves it. */
    @Test
    void aShellMovesDescriptor3() throws Exception {
        String moved = Files.readString(Path.of("../docs/systemd.md"))
                .lines()
                .filter(line -> line.contains("<&3"))
                .map(line -> line.strip()
                        .replaceFirst("fcgi run myapp[.]war", "\"\\$@\"")
                        .replaceAll("^sh -c '|'$", ""))
                .collect(Collectors.joining());
        assertThat(moved).isEqualTo("exec \"$@\" <&3 3<&-");
        List<String> startedBy = new ArrayList<>(FcgiProcess.listening("unix:" + socket));
        startedBy.addAll(List.of("sh", "-c", "exec \"$@\" 3<&0 </dev/null", "sh", "sh", "-c", moved, "sh"));
        try (FcgiProcess fcgi = FcgiProcess.startedBy(directory, startedBy, Map.of(), "run", war.toString())) {
            fcgi.awaitReady();
            assertThat(FcgiRequest.get(unix(), "/")).endsWith(ANSWER);
        }
    }

    @Test
    void spawnFcgiStartsIt() throws Exception {
        List<String> spawn = List.of("spawn-fcgi", "-n", "-s", socket.toString(), "--");
        try (FcgiProcess fcgi = FcgiProcess.startedBy(directory, spawn, Map.of(), "run", war.toString())) {
            fcgi.awaitReady();
            assertThat(FcgiRequest.get(unix(), "/")).endsWith(ANSWER);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"exec \"$@\" </dev/null", "true | { exec \"$@\"; }", "exec \"$@\" <&-"})
    void fcgi_2_2_3_anythingElseAsDescriptor0IsNoStartByAWebServer(String script) throws Exception {
        List<String> shell = List.of("sh", "-c", script, "sh");
        try (FcgiProcess fcgi =
                FcgiProcess.startedBy(directory, shell, Map.of(), "run", "--listen", "127.0.0.1:0", war.toString())) {
            fcgi.awaitReady();
            assertThat(fcgi.out()).startsWith("fcgi: ready: 127.0.0.1:");
            fcgi.stopChildren(); // a pipe is a shell's of its own
        }
        try (FcgiProcess fcgi =
                FcgiProcess.startedBy(directory, shell, Map.of(), "run", "--listen", "inherited", war.toString())) {
            assertThat(fcgi.exitCode()).isEqualTo(1);
            assertThat(fcgi.err())
                    .endsWith(
                            "fcgi: cannot listen on inherited: descriptor 0 is no listening socket: the web server, or"
                                    + " whatever starts this process, has to pass one\n");
        }
        try (FcgiProcess fcgi = FcgiProcess.startedBy(directory, shell, Map.of())) {
            assertThat(fcgi.exitCode()).isEqualTo(2);
            assertThat(fcgi.err()).startsWith("fcgi: what to do is missing: ");
        }
    }

    @Test
    void fcgi_2_2_3_aConnectedSocketIsNoListeningOne() throws Exception {
        String connect = "use Socket; socket(S, AF_UNIX, SOCK_STREAM, 0); connect(S, pack_sockaddr_un('" + socket
                + "')) or die; use POSIX; POSIX::dup2(fileno(S), 0); exec { $ARGV[0] } @ARGV";
        List<String> perl = List.of("perl", "-e", connect);
        try (ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            listener.bind(unix());
            try (FcgiProcess fcgi = FcgiProcess.startedBy(
                    directory, perl, Map.of(), "run", "--listen", "127.0.0.1:0", war.toString())) {
                fcgi.awaitReady();
                assertThat(fcgi.out()).startsWith("fcgi: ready: 127.0.0.1:");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "10.0.0.1,127.0.0.1"})
    void fcgi_3_2_4_webServersOfTheListAreServed(String list) throws Exception {
        try (FcgiProcess fcgi = spawn("inet:127.0.0.1", Map.of("FCGI_WEB_SERVER_ADDRS", list), "run", war.toString())) {
            assertThat(FcgiRequest.get(FcgiRequest.loopback(fcgi.port()), "/")).endsWith(ANSWER);
        }
    }

    @Test
    void fcgi_2_3_1_anotherPeerIsNot() throws Exception {
        Map<String, String> environment = Map.of("FCGI_WEB_SERVER_ADDRS", "192.0.2.1,192.0.2.2");
        try (FcgiProcess fcgi = spawn("inet:127.0.0.1", environment, "run", war.toString());
                FcgiRequest request = FcgiRequest.connect(FcgiRequest.loopback(fcgi.port()))) {
            assertThat(request.isClosedByPeer()).isTrue();
            assertThat(fcgi.err()).contains("A connection of 127.0.0.1 was closed, for it is not among the peers");
        }
    }

    @Test
    void fcgi_3_2_3_withAListNobodyReachesAUnixSocket() throws Exception {
        Map<String, String> environment = Map.of("FCGI_WEB_SERVER_ADDRS", "127.0.0.1");
        try (FcgiProcess fcgi = spawn("unix:" + socket, environment, "run", war.toString());
                FcgiRequest request = FcgiRequest.connect(unix())) {
            assertThat(request.isClosedByPeer()).isTrue();
            assertThat(fcgi.err()).containsOnlyOnce("FCGI_WEB_SERVER_ADDRS is set, so that nobody can connect to");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "127.0.0.1,,10.0.0.1", "localhost"})
    void fcgi_3_2_6_aMalformedListPreventsTheStart(String list) throws Exception {
        Map<String, String> environment = Map.of("FCGI_WEB_SERVER_ADDRS", list);
        try (FcgiProcess fcgi = FcgiProcess.startedBy(
                directory, FcgiProcess.listening("inet:127.0.0.1"), environment, "run", war.toString())) {
            assertThat(fcgi.exitCode()).isEqualTo(2);
            assertThat(fcgi.err()).startsWith("fcgi: FCGI_WEB_SERVER_ADDRS is a malformed list of addresses '" + list);
        }
    }

    @Test
    void p_1_anInheritedSocketThatOthersReachNeedsAListOrASecret() throws Exception {
        try (FcgiProcess fcgi = FcgiProcess.startedBy(
                directory, FcgiProcess.listening("inet:0.0.0.0"), Map.of(), "run", war.toString())) {
            assertThat(fcgi.exitCode()).isEqualTo(1);
            assertThat(fcgi.err())
                    .endsWith(
                            "fcgi: cannot listen on inherited: listener address 0.0.0.0 is not a loopback address: whoever"
                                    + " can connect is trusted; use 127.0.0.1, ::1 or a Unix socket, or give the addresses of the"
                                    + " web servers or a secret\n");
        }
    }

    @Test
    void fcgi_2_3_2_theEnvironmentReachesSettingsAndApplications() throws Exception {
        Path application = new WarBuilder().ownClass(EnvironmentServlet.class).archive(directory.resolve("env.war"));
        Path settings = Files.writeString(directory.resolve("s.properties"), "fastcgi.context=/${FOO}\n");
        Map<String, String> environment = Map.of("FOO", "bar-\u00fc", "LC_ALL", "C.UTF-8");
        try (FcgiProcess fcgi = spawn(
                "unix:" + socket, environment, "run", "--settings", settings.toString(), application.toString())) {
            assertThat(fcgi.out()).contains(", /bar-\u00fc (env.war, ee11)");
            assertThat(FcgiRequest.get(unix(), "/bar-%C3%BC/?name=FOO")).endsWith("\r\n\r\nbar-\u00fc");
        }
    }

    /** Root gives the process to a user that owns nothing and has no home. */
    @Test
    void fcgi_2_4_1_nothingIsAssumedOfDirectoryUserAndUmask() throws Exception {
        Path copy = Path.of("/tmp").resolve("fcgi-" + ProcessHandle.current().pid());
        try {
            FcgiProcess.runTool("cp", "-rL", System.getProperty("fcgi.distribution"), copy.toString());
            Files.copy(war, copy.resolve("app.war"));
            FcgiProcess.runTool("chmod", "-R", "a+rX", copy.toString());
            Path temp = Files.createDirectory(copy.resolve("tmp"));
            FcgiProcess.runTool("chmod", "1777", temp.toString());
            List<String> startedBy = new ArrayList<>(FcgiProcess.listening("inet:127.0.0.1"));
            if (User.current().root()) {
                startedBy.addAll(List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"));
            }
            startedBy.addAll(List.of("env", "-u", "HOME", "sh", "-c", "cd / && umask 0777 && exec \"$@\"", "sh"));
            Map<String, String> environment = Map.of("FCGI_JAVA_OPTS", "-Xmx64m -Djava.io.tmpdir=" + temp);
            try (FcgiProcess fcgi = FcgiProcess.program(
                    copy.resolve("bin/fcgi"),
                    directory,
                    startedBy,
                    environment,
                    "run",
                    copy.resolve("app.war").toString())) {
                fcgi.awaitReady();
                assertThat(FcgiRequest.get(FcgiRequest.loopback(fcgi.port()), "/"))
                        .endsWith(ANSWER);
                assertThat(fcgi.err()).doesNotContain("WARN");
                fcgi.signal("TERM");
                assertThat(fcgi.exitCode()).isZero();
            }
        } finally {
            FcgiProcess.runTool("rm", "-rf", copy.toString());
        }
    }

    @Test
    void fcgi_7_7_theEndIsLogged() throws Exception {
        Path held = directory.resolve("held");
        try (FcgiProcess fcgi = spawn("unix:" + socket, Map.of(), "run", war.toString());
                FcgiRequest request = FcgiRequest.hold(unix(), "/", held)) {
            fcgi.signal("TERM");
            await("drain").atMost(FcgiProcess.PATIENCE).until(() -> fcgi.err().contains("Stopping: "));
            Files.delete(held);
            assertThat(request.response()).endsWith(ANSWER);
            assertThat(fcgi.exitCode()).isZero();
            assertThat(fcgi.err().lines().toList().get((int) fcgi.err().lines().count() - 1))
                    .endsWith("Stopped");
        }
    }

    private SocketAddress unix() {
        return UnixDomainSocketAddress.of(socket);
    }

    private FcgiProcess spawn(String address, Map<String, String> environment, String... arguments) throws IOException {
        return FcgiProcess.startedBy(directory, FcgiProcess.listening(address), environment, arguments)
                .awaitReady();
    }
}
