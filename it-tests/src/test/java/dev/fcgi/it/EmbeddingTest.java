package dev.fcgi.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An example of docs/embedding.md, as a process of its own behind nginx: what nginx knows is what its servlet sees. */
@Timeout(120)
abstract class EmbeddingTest {

    /** Not where nginx itself is. */
    private static final String CLIENT = "127.0.0.2";

    private final Path jar;

    /** @param example its directory and its jar */
    EmbeddingTest(String example) {
        jar = Path.of("..", "examples", example, "target", example + ".jar").toAbsolutePath();
    }

    /** {@return how it is told to listen on the socket, which every user may connect to} */
    abstract List<String> arguments(Path socket);

    @Test
    void aServletSeesTheClientAndItsUser() throws Exception {
        Deployment.whileRunning(workspace -> deploy(workspace, basic()), site -> {
            int port = site.client().port();
            try (RawHttp connection = new RawHttp(port, CLIENT, 0)) {
                RawReply reply = ask(connection, "/w%C3%B6rld?x", Passwords.field("alice", "secret"));
                assertThat(reply.text())
                        .matches("Hello alice \\(BASIC\\) at 127\\.0\\.0\\.2:" + connection.localPort()
                                + ", this is http://localhost:" + port
                                + "/w%C3%B6rld, secure: false, behind nginx/[0-9.]+\n");
            }
        });
    }

    @Test
    void whoIsNotLoggedInIsNobody() throws Exception {
        NginxFrontEnd open = (workspace, port, application) -> NginxFrontEnd.server(
                port, "location / { include fastcgi_params; fastcgi_pass " + application.text() + "; }");
        Deployment.whileRunning(workspace -> deploy(workspace, open), site -> {
            try (RawHttp connection = site.client().connect()) {
                RawReply reply = ask(connection, "/", Passwords.field("alice", "guessed"));
                assertThat(reply.text()).startsWith("Hello null (null) at 127.0.0.1:");
            }
        });
    }

    @Test
    void terminatedItTakesTheSocketAlong() throws Exception {
        Deployment.whileRunning(workspace -> deploy(workspace, basic()), site -> {
            site.application().terminate();
            Awaitility.await()
                    .atMost(Duration.ofSeconds(40))
                    .until(() -> !site.application().isAlive());
            assertThat(socket(site.workspace())).doesNotExist();
        });
    }

    /** Header fields of a client that lies do not count. */
    static RawReply ask(RawHttp connection, String target, String field) throws IOException {
        RawReply reply = connection
                .request(
                        "GET",
                        target,
                        field,
                        "X-Forwarded-For: 192.0.2.1",
                        "X-Forwarded-Proto: https",
                        "X-Forwarded-Host: example.org",
                        "Forwarded: for=192.0.2.1;proto=https;host=example.org")
                .readReply();
        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        return reply;
    }

    /** {@return nginx with a location of docs/identity.md} */
    static NginxFrontEnd basic() {
        return (workspace, port, application) -> {
            Passwords.write(workspace);
            return NginxFrontEnd.server(
                    port,
                    NginxFrontEnd.documented("identity/nginx-basic.conf", workspace, application)
                            .text());
        };
    }

    Deployment deploy(Workspace workspace, FrontEnd frontEnd, String... more) throws IOException, InterruptedException {
        WebServerProcess.require(frontEnd.program());
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        List<String> command = new ArrayList<>(List.of(java.toString(), "-jar", jar.toString()));
        command.addAll(arguments(socket(workspace)));
        command.addAll(List.of(more));
        ListenAddress address = new ListenAddress("unix:" + socket(workspace));
        return Deployment.start(workspace, frontEnd, ApplicationProcess.startSilent(workspace, command, address));
    }

    private static Path socket(Workspace workspace) {
        return workspace.path("application.sock");
    }
}
