package dev.fcgi.jetty;

import static dev.fcgi.jetty.Records.content;
import static dev.fcgi.jetty.Records.get;
import static dev.fcgi.jetty.TestServer.await;
import static dev.fcgi.jetty.TestServer.params;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fcgi.core.ProtocolStatus;
import dev.fcgi.core.RecordType;
import dev.fcgi.jetty.FcgiClient.Response;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** FastCGI 1.0, section 3.5: how connections end. */
class ClosingConformanceTest extends StartedServerTest {
    @Test
    void fcgi_3_5_1_theConnectionIsClosedBehindEndRequestWithoutKeepConn() throws Exception {
        Response response = server.once(get(1, false, "/hello"));
        assertThat(response.text())
                .isEqualTo("Status: 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 5\r\n\r\nhello");
        assertThat(response.ended()).isTrue();
        assertThat(response.appStatus()).isZero();
        assertThat(response.protocolStatus()).isZero();
        server.awaitNoConnections();
    }

    @Test
    void fcgi_3_5_2_theConnectionIsLeftOpenWithKeepConn() throws Exception {
        try (FcgiClient client = server.connect()) {
            for (int i = 0; i < 200; i++) {
                assertServes(client);
            }
            assertThat(server.connector.getConnectedEndPoints()).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/throw", "/nothing", "/..%00"})
    void fcgi_3_5_2_theConnectionIsLeftOpenAfterAnErrorResponse(String target) throws Exception {
        try (FcgiClient client = server.connect()) {
            client.write(get(1, true, target).bytes());
            assertThat(client.response(1).head()).containsPattern("^Status: [45]");
            assertServes(client);
        }
    }

    @Test
    void fcgi_3_5_2_theConnectionIsLeftOpenAfterAnAbort() throws Exception {
        try (FcgiClient client = server.connect()) {
            client.write(new Records().begin(1, true).abort(1).bytes());
            assertThat(client.response(1).stdout()).isEmpty();
            assertServes(client);
            client.write(get(1, true, "/wait").bytes());
            server.awaitLatch("waiting");
            client.write(new Records().abort(1).bytes());
            server.awaitFailure("/wait");
            server.latch("go").countDown();
            assertThat(client.response(1).stdout()).isEmpty();
            assertServes(client);
        }
    }

    @Test
    void fcgi_3_5_3_theWebServerMayCloseBetweenRequests() throws Exception {
        try (ServerLog log = new ServerLog()) {
            server.connect().close();
            try (FcgiClient client = server.connect()) {
                assertServes(client);
                assertServes(client);
            }
            try (FcgiClient client = server.connect()) {
                assertServes(client);
                client.shutdownOutput();
                assertThat(client.gone()).isTrue();
            }
            server.awaitNoConnections();
            assertThat(server.bufferPool.getLeaks()).isEmpty();
            assertNothingWasLogged(log);
        }
    }

    /** Beside what shows that it would be seen. */
    private static void assertNothingWasLogged(ServerLog log) {
        LoggerFactory.getLogger(ClosingConformanceTest.class).info("seen");
        assertThat(log.text().lines()).singleElement().asString().endsWith("seen");
    }

    @Test
    void fcgi_3_5_4_theWebServerAbortsAllRequestsByClosing() throws Exception {
        restart(server -> server.factory.setMultiplexing(true));
        try (FcgiClient client = server.connect()) {
            client.write(get(1, true, "/wait")
                    .begin(2, true)
                    .params(2, params("POST", "/length"))
                    .stdin(2, "half")
                    .begin(3, true)
                    .bytes());
            server.awaitLatch("waiting");
            client.write(get(4, true, "/large?n=100000000").bytes());
            client.next();
        }
        server.awaitFailure("/wait");
        server.awaitFailure("/length");
        server.awaitFailure("/large");
        server.awaitNoConnections();
        server.latch("go").countDown();
        await().untilAsserted(() -> assertThat(server.running).isEmpty());
    }

    @Test
    void fcgi_3_5_5_nothingIsLostByClosingWhileTheBodyStillComes() throws Exception {
        restart(server -> server.factory.setDrainMillis(FcgiClient.DEADLINE_MILLIS));
        byte[] page = content(1_000_000);
        server.on("/refuse", (request, response, callback) -> {
            response.setStatus(413);
            response.write(true, ByteBuffer.wrap(page), callback);
        });
        int length = 50 << 20;
        byte[] body = new Records()
                .stdin(1, new byte[length])
                .end(RecordType.STDIN, 1)
                .bytes();
        AtomicReference<Throwable> failure = new AtomicReference<>();
        try (FcgiClient client = server.connect()) {
            client.write(new Records()
                    .begin(1, false)
                    .params(1, params("POST", "/refuse", "CONTENT_LENGTH", Integer.toString(length)))
                    .bytes());
            Thread writer = new Thread(() -> {
                try {
                    client.write(body);
                } catch (IOException x) {
                    failure.set(x);
                }
            });
            writer.start();
            Response response = client.response(1);
            assertThat(response.head()).startsWith("Status: 413 ");
            assertThat(response.bodyBytes()).isEqualTo(page);
            assertThat(client.closed()).isTrue();
            writer.join();
            assertThat(failure).hasNullValue();
        }
    }

    @Test
    void fcgi_3_5_5_whatIsDroppedHasALimit() throws Exception {
        restart(server -> server.factory.setMaxUnreadBytes(100_000));
        try (FcgiClient client = server.connect()) {
            client.write(new Records()
                    .begin(1, false)
                    .params(1, params("POST", "/ignore-body"))
                    .bytes());
            assertThat(client.response(1).body()).isEqualTo("ignored");
            byte[] body = new Records().stdin(1, new byte[50_000_000]).bytes();
            assertThatThrownBy(() -> client.write(body))
                    .isInstanceOf(IOException.class)
                    .isNotInstanceOf(FcgiClient.Hang.class);
        }
    }

    /** HttpChannel puts the connector's idle timeout back when the request ends: the connection drains by then. */
    @Test
    void fcgi_3_5_5_theTimeOfDrainingHasALimitAlthoughRequestsHaveAnIdleTimeout() throws Exception {
        restart(server -> {
            server.factory.getHttpConfiguration().setIdleTimeout(600_000);
            server.connector.setIdleTimeout(600_000);
            server.factory.setDrainMillis(300);
        });
        server.on("/late-end", (request, response, callback) -> {
            EndPoint endPoint = request.getConnectionMetaData().getConnection().getEndPoint();
            response.write(true, UTF_8.encode("x"), Callback.NOOP);
            await().until(endPoint::isOutputShutdown);
            callback.succeeded();
        });
        try (FcgiClient client = server.connect()) {
            client.write(get(1, false, "/late-end").bytes());
            assertThat(client.response(1).body()).isEqualTo("x");
            assertThat(client.closed()).isTrue();
            server.awaitNoConnections();
        }
    }

    @Test
    void fcgi_3_5_6_aRequestWithoutKeepConnEndsTheConnectionBehindTheOthers() throws Exception {
        restart(server -> server.factory.setMultiplexing(true));
        try (FcgiClient client = server.connect()) {
            client.write(get(1, true, "/wait").bytes());
            server.awaitLatch("waiting");
            client.write(get(2, false, "/hello").bytes());
            assertThat(client.response(2).body()).isEqualTo("hello");
            client.write(get(3, true, "/hello").bytes());
            Response refusal = client.response(3);
            // Until overload is answered in one way (5.1-6), either is right.
            assertThat(refusal.protocolStatus() == ProtocolStatus.OVERLOADED.code()
                            || refusal.head().startsWith("Status: 503 "))
                    .isTrue();
            assertThat(server.handled).hasValue(2);
            server.latch("go").countDown();
            assertThat(client.response(1).body()).isEqualTo("waited");
            assertThat(client.closed()).isTrue();
        }
    }

    @Test
    void fcgi_3_5_6_aRequestWithKeepConnThatEndsFirstLeavesTheConnectionOpen() throws Exception {
        restart(server -> server.factory.setMultiplexing(true));
        try (FcgiClient client = server.connect()) {
            client.write(get(2, false, "/wait").bytes());
            server.awaitLatch("waiting");
            assertServes(client);
            assertServes(client);
            server.latch("go").countDown();
            assertThat(client.response(2).body()).isEqualTo("waited");
            assertThat(client.closed()).isTrue();
        }
    }

    /** From here on: it must not be over before what is to be idle has been in use. */
    private void setIdleTimeout() {
        server.connection().getEndPoint().setIdleTimeout(200);
        server.connector.setIdleTimeout(200);
    }

    @Test
    void fcgi_3_5_7_anIdleKeptConnectionIsClosedInSilence() throws Exception {
        try (ServerLog log = new ServerLog();
                FcgiClient client = server.connect()) {
            assertServes(client);
            setIdleTimeout();
            try (FcgiClient unused = server.connect()) {
                assertThat(client.closed()).isTrue();
                assertThat(unused.closed()).isTrue();
                server.awaitNoConnections();
            }
            assertNothingWasLogged(log);
        }
    }

    /** Another connection, which is idle, shows that the time is over. */
    @ParameterizedTest
    @ValueSource(strings = {"/wait", "/later"})
    void fcgi_3_5_7_aConnectionWithARequestIsNotIdle(String target) throws Exception {
        AtomicReference<Runnable> answer = new AtomicReference<>();
        server.on("/later", (request, response, callback) -> {
            answer.set(() -> response.write(true, UTF_8.encode("waited"), callback));
            server.latch("waiting").countDown();
        });
        try (FcgiClient client = server.connect()) {
            client.write(get(1, true, target).bytes());
            server.awaitLatch("waiting");
            setIdleTimeout();
            for (int i = 0; i < 3; i++) {
                try (FcgiClient idle = server.connect()) {
                    assertThat(idle.closed()).isTrue();
                }
            }
            server.latch("go").countDown();
            if (answer.get() != null) {
                answer.get().run();
            }
            assertThat(client.response(1).body()).isEqualTo("waited");
            assertThat(client.closed()).as("idle from now on").isTrue();
        }
    }
}
