package dev.fcgi.jetty;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

/** Tests that each begin with a server as it is by default, and end without a leak. */
@Timeout(60)
abstract class StartedServerTest {
    TestServer server = new TestServer();

    @BeforeEach
    void start() throws Exception {
        server.start();
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    /** Begins once more, with a server that is configured otherwise. */
    void restart(Consumer<TestServer> configuration) throws Exception {
        server.close();
        server = new TestServer();
        configuration.accept(server);
        server.start();
    }

    /** The connection can be used again. */
    static void assertServes(FcgiClient client) throws Exception {
        assertThat(client.write(Records.get(1, true, "/hello").bytes())
                        .response(1)
                        .body())
                .isEqualTo("hello");
    }

    /** A fault of the framing ends the connection without a word, and is counted once. */
    void assertBreaksTheProtocol(Records records) throws Exception {
        long before = server.factory.getProtocolErrors();
        try (FcgiClient client = server.connect()) {
            client.write(records.bytes());
            assertThat(client.gone()).isTrue();
        }
        server.awaitNoConnections();
        assertThat(server.factory.getProtocolErrors()).isEqualTo(before + 1);
    }
}
