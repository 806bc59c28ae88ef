package dev.fcgi.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** The end of the application while the web server goes on. */
interface StopContract extends Contract {

    @Test
    default void completesARunningRequestWhenToldToStop() throws Exception {
        Deployment.whileRunning(this::deploy, deployment -> {
            Path files = deployment.workspace().shared("files");
            Path started = files.resolve("started");
            Path release = files.resolve("release");
            try (RawHttp connection = deployment.client().connect()) {
                connection.request("GET", "/contract/hold?started=" + started + "&release=" + release);
                await().until(() -> Files.exists(started));
                deployment.application().terminate();
                await().until(() -> !deployment.application().address().accepts());
                await().during(Duration.ofSeconds(1)).until(deployment.application()::isAlive);
                Files.createFile(release);
                assertThat(connection.readReply().text()).isEqualTo("released");
            }
            deployment.application().assertEndsCleanly();
            deployment.webServer().stop();
            deployment.webServer().assertQuietErrorLog();
        });
    }

    private static org.awaitility.core.ConditionFactory await() {
        return Awaitility.await().atMost(Duration.ofSeconds(20)).pollInterval(Duration.ofMillis(20));
    }
}
