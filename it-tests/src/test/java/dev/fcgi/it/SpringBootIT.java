package dev.fcgi.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** examples/spring-boot. */
class SpringBootIT extends EmbeddingTest {

    SpringBootIT() {
        super("spring-boot");
    }

    /** On a platform where Boot believes X-Forwarded-* fields unless told not to. */
    @Override
    List<String> arguments(Path socket) {
        return List.of("--fcgi.socket=" + socket, "--fcgi.mode=0666", "--spring.main.cloud-platform=kubernetes");
    }

    @Test
    void nothingListensForHttp() throws Exception {
        Deployment.whileRunning(
                workspace -> deploy(workspace, basic()),
                site -> Awaitility.await()
                        .atMost(Duration.ofSeconds(20))
                        .until(() -> site.application().output().contains("Jetty started on port 0 (fastcgi/1.0) ")));
    }

    @Test
    void anApplicationIsMountedElsewhere() throws Exception {
        Deployment.whileRunning(
                workspace -> deploy(
                        workspace,
                        basic(),
                        "--fcgi.settings.mount=/shop=/",
                        "--fcgi.settings.secretVariable=A_NAME_WITH_A_CAPITAL"),
                site -> {
                    int port = site.client().port();
                    try (RawHttp connection = site.client().connect()) {
                        RawReply reply = ask(connection, "/shop/cart", Passwords.field("alice", "secret"));
                        assertThat(reply.text())
                                .startsWith("Hello alice ")
                                .contains(", this is http://localhost:" + port + "/shop/cart, ");
                    }
                });
    }
}
