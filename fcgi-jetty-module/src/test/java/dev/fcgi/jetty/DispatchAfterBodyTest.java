package dev.fcgi.jetty;

import static dev.fcgi.jetty.TestServer.await;
import static dev.fcgi.jetty.TestServer.params;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fcgi.core.RecordType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Requests that wait for their bodies, and hold no thread. */
class DispatchAfterBodyTest extends StartedServerTest {
    private static final int SIZE = 4000;

    @BeforeEach
    void waitForBodies() throws Exception {
        restart(it -> it.factory.setDispatchAfterBodyBytes(SIZE));
    }

    private static Records beginPost(String target, int contentLength) {
        return new Records()
                .begin(1, true)
                .params(1, params("POST", target, "CONTENT_LENGTH", Integer.toString(contentLength)));
    }

    @Test
    void slowBodiesHoldNoThread() throws Exception {
        List<FcgiClient> slow = new ArrayList<>();
        int more = 3 * server.threadPool.getMaxThreads();
        for (int i = 0; i < more; i++) {
            slow.add(server.connect()
                    .write(beginPost("/echo", SIZE).stdin(1, new byte[SIZE / 2]).bytes()));
        }
        await().until(() -> server.factory.getOpenRequests() == more);
        assertThat(server.handled).hasValue(0);
        assertThat(exchange(Records.get(1, true, "/hello")).body()).isEqualTo("hello");
        for (FcgiClient each : slow) {
            each.write(new Records()
                    .stdin(1, new byte[SIZE / 2])
                    .end(RecordType.STDIN, 1)
                    .bytes());
            assertThat(each.response(1).body()).hasSize(SIZE);
            each.close();
        }
        await().until(() -> server.factory.getOpenRequests() == 0);
    }

    @Test
    void largerOnesAreRunAtOnce() throws Exception {
        try (FcgiClient client = server.connect()) {
            client.write(beginPost("/echo", SIZE + 1).bytes());
            await().untilAsserted(() -> assertThat(server.handled).hasValue(1));
            client.write(new Records()
                    .stdin(1, new byte[SIZE + 1])
                    .end(RecordType.STDIN, 1)
                    .bytes());
            assertThat(client.response(1).body()).hasSize(SIZE + 1);
        }
    }

    /** Or a body that is larger than its window would never come. */
    @Test
    void aFullWindowIsEnough() throws Exception {
        restart(it -> {
            it.factory.setDispatchAfterBodyBytes(SIZE);
            it.factory.setBodyWindowBytes(1000);
        });
        try (FcgiClient client = server.connect()) {
            client.write(beginPost("/echo", SIZE)
                    .stdin(1, new byte[SIZE])
                    .end(RecordType.STDIN, 1)
                    .bytes());
            assertThat(client.response(1).body()).hasSize(SIZE);
        }
    }

    @Test
    void anAbortedOneIsNeverRun() throws Exception {
        try (FcgiClient client = server.connect()) {
            client.write(beginPost("/echo", SIZE).stdin(1, new byte[10]).bytes());
            await().until(() -> server.factory.getOpenRequests() == 1);
            client.write(new Records().abort(1).bytes());
            assertThat(client.response(1).text()).isEmpty();
            await().until(() -> server.factory.getOpenRequests() == 0);
            assertServes(client);
        }
    }

    @Test
    void oneWhoseConnectionHasGoneIsNeverRun() throws Exception {
        try (FcgiClient client = server.connect()) {
            client.write(beginPost("/echo", SIZE).stdin(1, new byte[10]).bytes());
            await().until(() -> server.factory.getOpenRequests() == 1);
        }
        await().until(() -> server.factory.getOpenRequests() == 0);
        server.awaitNoConnections();
        assertThat(server.handled).hasValue(0);
    }

    /** The web server has ended the body too early: the application is told when it reads. */
    @Test
    void aBodyThatIsTooShortDoesNotWaitForEver() throws Exception {
        try (FcgiClient client = server.connect()) {
            client.write(beginPost("/echo", SIZE)
                    .stdin(1, new byte[10])
                    .end(RecordType.STDIN, 1)
                    .bytes());
            assertThatThrownBy(() -> client.response(1)).isInstanceOf(IOException.class); // the echo had begun
            assertThat(server.handled).hasValue(1);
        }
    }
}
