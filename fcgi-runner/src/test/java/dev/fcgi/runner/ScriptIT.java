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
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The scripts that {@code fcgi script} prints, as programs. Root has them run as another user, for they refuse to run as root. */
@Timeout(value = 4, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ScriptIT {
    private static final String ANSWER = "jakarta at '/x' in a thread";

    @TempDir
    private Path directory;

    private static final Path HOME =
            Path.of("/tmp/fcgi-script-" + ProcessHandle.current().pid());

    private final Path home = HOME;
    private Path shared;
    private Path socket;

    @BeforeAll
    static void installForAnotherUser() throws Exception {
        FcgiProcess.runTool("cp", "-rL", System.getProperty("fcgi.distribution", "."), HOME.toString());
    }

    @AfterAll
    static void uninstall() throws Exception {
        FcgiProcess.runTool("rm", "-rf", HOME.toString());
    }

    @BeforeEach
    void makeWebApplication() throws Exception {
        new WarBuilder().ownClass(JakartaServlet.class).archive(home.resolve("it's.war"));
        FcgiProcess.runTool("chmod", "-R", "a+rX", home.toString());
        FcgiProcess.runTool("chmod", "a+rx", directory.toString());
        shared = Files.createDirectory(home.resolve("shared"));
        if (User.current().root()) {
            FcgiProcess.runTool("chown", "65534", shared.toString());
        }
        socket = directory.resolve("s");
    }

    @AfterEach
    void remove() throws Exception {
        stopShared();
        FcgiProcess.runTool("rm", "-rf", shared.toString());
    }

    @Test
    void servesTheSocketItWasGiven() throws Exception {
        Path script = script("--drain", "5");
        assertThat(script)
                .content()
                .contains("--listen=inherited")
                .contains("--drain=5")
                .doesNotContain("relay");
        try (FcgiProcess fcgi = start(script).awaitReady()) {
            assertThat(FcgiRequest.get(unix(), "/x/")).endsWith(ANSWER);
            assertThat(Files.readString(Path.of("/proc/" + fcgi.pid() + "/maps")))
                    .as("class data sharing")
                    .contains(home.resolve("lib/cds").toString());
            fcgi.signal("TERM");
            assertThat(fcgi.exitCode()).isZero();
        }
    }

    @Test
    void saysWhatIsMissingWhenNobodyGivesItASocket() throws Exception {
        Path script = script();
        List<String> startedBy = new ArrayList<>(asAnother());
        startedBy.addAll(List.of("sh", "-c", "exec \"$@\" </dev/null", "sh"));
        try (FcgiProcess fcgi = FcgiProcess.program(script, directory, startedBy, environment())) {
            assertThat(fcgi.exitCode()).isEqualTo(1);
            assertThat(fcgi.err()).contains("descriptor 0 is no listening socket");
        }
    }

    @Test
    void sharedScriptsRelayToOneProcess() throws Exception {
        Path script = script("--shared");
        Path secondSocket = directory.resolve("s2");
        Path held = shared.resolve("held");
        try (FcgiProcess first = start(script);
                FcgiProcess second = FcgiProcess.program(
                        script, Files.createDirectory(directory.resolve("second")), by(secondSocket), environment())) {
            await("sockets")
                    .atMost(FcgiProcess.PATIENCE)
                    .until(() -> Files.exists(socket) && Files.exists(secondSocket));
            SocketAddress other = UnixDomainSocketAddress.of(secondSocket);
            assertThat(FcgiRequest.get(unix(), "/x/")).endsWith(ANSWER);
            String process = Files.readString(shared.resolve("pid"));
            assertThat(FcgiRequest.get(other, "/x/")).endsWith(ANSWER);
            try (FcgiRequest request = FcgiRequest.hold(unix(), "/x/", held)) {
                assertThat(FcgiRequest.get(unix(), "/x/")).as("beside it").endsWith(ANSWER);
                assertThat(FcgiRequest.get(other, "/x/")).as("by the other").endsWith(ANSWER);
                Files.delete(held);
                assertThat(request.response()).endsWith(ANSWER);
            }
            assertThat(shared.resolve("pid")).hasContent(process);
            assertThat(first.isAlive() && second.isAlive()).isTrue();
        }
        assertThat(ProcessHandle.of(
                        Long.parseLong(Files.readString(shared.resolve("pid")).strip())))
                .as("outlives its relays")
                .isPresent();
    }

    @Test
    void aRelayStartsTheSharedProcessAnewWhenItWasKilled() throws Exception {
        try (FcgiProcess relay = start(script("--shared"))) {
            await("socket").atMost(FcgiProcess.PATIENCE).until(() -> Files.exists(socket));
            assertThat(FcgiRequest.get(unix(), "/x/")).endsWith(ANSWER);
            long process =
                    Long.parseLong(Files.readString(shared.resolve("pid")).strip());
            FcgiProcess.runTool("kill", "-KILL", Long.toString(process));
            await("killed")
                    .atMost(FcgiProcess.PATIENCE)
                    .until(() -> ProcessHandle.of(process).isEmpty());
            assertThat(shared.resolve("socket")).exists();
            assertThat(FcgiRequest.get(unix(), "/x/")).endsWith(ANSWER);
            assertThat(relay.isAlive()).isTrue();
        }
    }

    @Test
    void aSharedProcessThatDoesNotStartIsTold() throws Exception {
        Path script = script("--shared");
        Files.writeString(home.resolve("it's.war"), "broken");
        try (FcgiProcess relay = start(script)) {
            assertThat(relay.exitCode()).isEqualTo(1);
            assertThat(relay.err()).contains("is broken").endsWith("fcgi: the process did not start: see above\n");
        }
    }

    @Test
    void aDirectoryOfSomebodyElseIsNotUsed() throws Exception {
        Path link = home.resolve("link");
        Files.createSymbolicLink(link, shared);
        try (FcgiProcess relay = FcgiProcess.program(
                script("--shared"), directory, by(socket), Map.of("FCGI_SHARED", link.toString()))) {
            assertThat(relay.exitCode()).isEqualTo(1);
            assertThat(relay.err())
                    .endsWith("fcgi: '" + link
                            + "' is not a directory of this user: remove it, or set FCGI_SHARED to another\n");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --listen=127.0.0.1:9000    | --listen is not for scripts: the web server gives them a socket to listen on
            --secret=0123456789abcdef  | --secret would be readable in the script: put fastcgi.secret into a file
            --shared --pid-file=/x     | --pid-file is not for shared scripts: they have it beside their socket
            """)
    void refusesWhatAScriptCannotHave(String options, String message) throws Exception {
        List<String> all = new ArrayList<>(List.of("script"));
        all.addAll(List.of(options.split(" ")));
        all.add(home.resolve("it's.war").toString());
        try (FcgiProcess fcgi = FcgiProcess.start(directory, all.toArray(String[]::new))) {
            assertThat(fcgi.exitCode()).isEqualTo(2);
            assertThat(fcgi.err()).startsWith("fcgi: " + message);
            assertThat(fcgi.out()).isEmpty();
        }
    }

    /** {@return the script as somebody writes it who follows the documentation} */
    private Path script(String... options) throws Exception {
        List<String> all = new ArrayList<>(List.of("script"));
        all.addAll(List.of(options));
        all.add("/x=" + home.resolve("it's.war"));
        Path written = Files.createDirectory(directory.resolve("written"));
        try (FcgiProcess fcgi = FcgiProcess.program(
                home.resolve("bin/fcgi"), written, List.of(), Map.of(), all.toArray(String[]::new))) {
            assertThat(fcgi.exitCode()).as(fcgi.err()).isZero();
            Path script = Files.writeString(home.resolve("app.fcgi"), fcgi.out());
            FcgiProcess.runTool("chmod", "755", script.toString());
            return script;
        }
    }

    private FcgiProcess start(Path script) throws IOException {
        return FcgiProcess.program(script, directory, by(socket), environment());
    }

    private Map<String, String> environment() {
        return Map.of("FCGI_SHARED", shared.toString(), "FCGI_JAVA_OPTS", "-Xmx64m");
    }

    private static List<String> by(Path socket) {
        List<String> startedBy = new ArrayList<>(FcgiProcess.listening("unix:" + socket));
        startedBy.addAll(asAnother());
        return startedBy;
    }

    private static List<String> asAnother() {
        return User.current().root()
                ? List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups")
                : List.of();
    }

    private SocketAddress unix() {
        return UnixDomainSocketAddress.of(socket);
    }

    private void stopShared() throws IOException {
        if (Files.exists(shared.resolve("pid"))) {
            ProcessHandle.of(Long.parseLong(
                            Files.readString(shared.resolve("pid")).strip()))
                    .ifPresent(ProcessHandle::destroyForcibly);
        }
    }
}
