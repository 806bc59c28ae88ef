package dev.fcgi.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Apache's mod_fcgid, which starts the application. */
class ApacheFcgidIT {

    @Nested
    @DisplayName("Apache mod_fcgid | /, one process for all scripts")
    class Shared extends SpawnedTest implements ApacheFcgidExpectations.Whole {

        private static final int PARALLEL = 20;

        @Override
        FrontEnd frontEnd() {
            return new ApacheFcgid("apache/fcgid.conf");
        }

        @Override
        List<String> scriptOptions() {
            return List.of("--shared", "--idle-exit=10");
        }

        @Test
        void servesTwentySlowRequestsInParallelByOneProcess() throws Exception {
            Path files = site().workspace().shared("files");
            Path release = files.resolve("release");
            List<RawHttp> connections = new ArrayList<>();
            try {
                for (int i = 0; i < PARALLEL; i++) {
                    RawHttp connection = client().connect();
                    connections.add(connection);
                    connection.request(
                            "GET", "/contract/hold?started=" + files.resolve("s" + i) + "&release=" + release);
                }
                Awaitility.await("all of them are in their servlet")
                        .atMost(Duration.ofSeconds(60))
                        .until(() -> IntStream.range(0, PARALLEL).allMatch(i -> Files.exists(files.resolve("s" + i))));
                assertThat(SpawnedApplication.processes(site().workspace())).hasSize(1);
                Files.createFile(release);
                for (RawHttp connection : connections) {
                    assertThat(connection.readReply().text()).isEqualTo("released");
                }
            } finally {
                for (RawHttp connection : connections) {
                    connection.close();
                }
            }
        }

        @Test
        void servesAgainAfterTheSharedProcessWasKilled() throws Exception {
            SpawnedApplication.kill(site().workspace());
            SpawnedApplication.assertGone(site().workspace());
            assertThat(client().get(firstTarget()).statusCode()).isEqualTo(200);
        }
    }

    @Nested
    @DisplayName("Apache mod_fcgid | /contract, a process of its own")
    class Own extends SpawnedTest implements ApacheFcgidExpectations {

        @Override
        FrontEnd frontEnd() {
            return new ApacheFcgid("apache/fcgid-own.conf");
        }
    }

    @Nested
    @DisplayName("Apache mod_fcgid | AddHandler, and .htaccess")
    class Handler extends SpawnedTest {

        @Override
        FrontEnd frontEnd() {
            return new ApacheFcgid("apache/fcgid-htaccess.conf");
        }

        /** Of the block, which has it for users to copy. */
        @BeforeEach
        void writeHtaccess() throws Exception {
            String lines = DocumentedBlock.read("apache/fcgid-htaccess.conf")
                    .text()
                    .lines()
                    .filter(line -> line.matches(" +#  +Rewrite.*"))
                    .map(line -> line.replaceFirst(" +# +", ""))
                    .collect(Collectors.joining("\n", "", "\n"));
            assertThat(lines.lines()).hasSize(3);
            Files.writeString(SpawnedApplication.directory(site().workspace()).resolve(".htaccess"), lines);
        }

        @Override
        String firstTarget() {
            return "/app.fcgi";
        }

        @Test
        void aRewrittenPathIsTheClients() throws Exception {
            assertClientsTarget(client());
        }
    }

    @Nested
    @DisplayName("Apache mod_fcgid | FcgidWrapper")
    class Wrapper extends SpawnedTest {

        @Override
        FrontEnd frontEnd() {
            return new ApacheFcgid("apache/fcgid-wrapper.conf");
        }

        @Override
        String firstTarget() {
            return "/contract/facts";
        }

        @Test
        void aWrappedPathIsTheClients() throws Exception {
            assertClientsTarget(client());
        }
    }

    /** Whatever mod_fcgid made of it. */
    private static void assertClientsTarget(Client client) throws Exception {
        Facts facts = client.rawFacts("/contract/facts/a%20b?c=%20d");
        assertThat(facts.get("requestURI")).isEqualTo("/contract/facts/a%20b");
        assertThat(facts.get("pathInfo")).isEqualTo("/a b");
        assertThat(facts.get("queryString")).isEqualTo("c=%20d");
    }
}
