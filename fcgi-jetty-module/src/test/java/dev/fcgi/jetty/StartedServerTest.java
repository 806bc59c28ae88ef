package dev.fcgi.jetty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fcgi.core.WebServerEvent;
import java.io.IOException;
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

    /** Begins once more, with a server that is configured otherwise. */
    void restart(Consumer<TestServer> configuration) throws Exception {
        server.close();
        server = new TestServer();
        configuration.accept(server);
        server.start();
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

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    /** Sends one request, takes its response, and sees that the connection is as good as before. */
    FcgiClient.Response exchange(Records records) throws Exception {
        try (FcgiClient client = server.connect()) {
            FcgiClient.Response response = client.write(records.bytes()).response(1);
            assertThat(response.ended()).isTrue();
            assertThat(response.protocolStatus()).isZero();
            assertServes(client);
            return response;
        }
    }

    /** The next request on the connection works. */
    static void assertServes(FcgiClient client) throws IOException {
        client.write(Records.get(1, true, "/hello").bytes());
        assertThat(client.response(1).body()).isEqualTo("hello");
    }

    /** The answer to a question comes next: nothing else was sent. */
    static void assertNothingFollows(FcgiClient client) throws IOException {
        client.write(Records.getValues("FCGI_MPXS_CONNS").bytes());
        assertThat(client.next()).isInstanceOf(WebServerEvent.GetValuesResult.class);
    }
}
