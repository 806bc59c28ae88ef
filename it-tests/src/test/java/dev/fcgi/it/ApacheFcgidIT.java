package dev.fcgi.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
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
}
