package dev.fcgi.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** lighttpd, which starts the application. */
@DisplayName("lighttpd | /, bin-path")
class LighttpdSpawningIT extends SpawnedTest implements LighttpdExpectations {

    @Override
    FrontEnd frontEnd() {
        return new LighttpdSpawning();
    }

    @Test
    void servesAgainAfterTheProcessWasKilled() throws Exception {
        List<ProcessHandle> processes = SpawnedApplication.processes(site().workspace());
        assertThat(processes).hasSize(1);
        site().webServer().expectErrors("mod_fastcgi");
        site().webServer().expectErrors("gw_backend");
        SpawnedApplication.kill(site().workspace());
        // Requests that come before it is noticed are answered with 500.
        Awaitility.await("it is started anew")
                .atMost(Duration.ofSeconds(30))
                .until(() -> client().get(firstTarget()).statusCode() == 200);
        assertThat(SpawnedApplication.processes(site().workspace())).hasSize(1).doesNotContainAnyElementsOf(processes);
    }
}
