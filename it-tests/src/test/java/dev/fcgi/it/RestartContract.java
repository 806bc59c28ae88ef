package dev.fcgi.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** An application that dies, and one that takes its place. */
interface RestartContract extends Contract {

    @Test
    default void servesAgainAfterTheApplicationWasKilled() throws Exception {
        Deployment.whileRunning(this::deploy, deployment -> {
            try (Load load = new Load(deployment.client(), "/contract/download?seed=1&bytes=300000")) {
                await(() -> load.served() > 50);
                deployment.application().killAtOnce();
                int failed = load.failed();
                await(() -> load.failed() > failed + 10);
            }
            // A socket is left, as nobody could remove it, and must not be in the way.
            deployment.startApplicationAgain();
            assertServesAgain(deployment);
        });
    }

    /** The very next request. */
    @HookOf("servesAgainAfterTheApplicationWasKilled")
    default void assertServesAgain(Deployment deployment) throws Exception {
        assertThat(deployment.client().get("/contract/facts").statusCode()).isEqualTo(200);
    }

    private static void await(java.util.concurrent.Callable<Boolean> condition) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(20))
                .until(condition);
    }
}
