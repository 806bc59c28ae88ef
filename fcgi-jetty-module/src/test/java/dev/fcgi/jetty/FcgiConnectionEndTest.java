package dev.fcgi.jetty;

import static dev.fcgi.jetty.Records.get;
import static dev.fcgi.jetty.Records.post;
import static dev.fcgi.jetty.TestServer.await;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fcgi.core.RecordType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.io.QuietException;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How connections end: a response that was not sent whole never looks as if it were, one that was is never lost. */
@Timeout(60)
class FcgiConnectionEndTest {
    /** Within one turn of the flusher: END_REQUEST is in the same write. */
    private static final int ONE_WRITE = 131_000;

    private final TestServer server = new TestServer();

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    /** Reads whatever comes, of any request, until the connection is seen to be cut. */
    private static void assertCut(FcgiClient client) {
        assertThatThrownBy(() -> {
                    while (true) {
                        client.next();
                    }
                })
                .isInstanceOf(IOException.class)
                .hasMessageContaining("reset");
    }

    @Nested
    class WhileAResponseIsIncomplete {
        /** Begins a response and leaves it at that, until it fails. */
        private void part(Request request, Response response, Callback callback) {
            request.addFailureListener(callback::failed);
            Callback written = Callback.from(server.latch("written")::countDown, callback::failed);
            response.write(false, ByteBuffer.allocate(1000), written);
        }

        @Test
        void p_18_anIdleTimeoutInTheLastWriteIsSeenAsACut() throws Exception {
            server.connector.setAcceptedSendBufferSize(4096);
            server.connector.setIdleTimeout(300);
            server.on("/last", (request, response, callback) -> {
                server.latch("begun").countDown();
                Callback last = Callback.from(
                        () -> response.write(true, ByteBuffer.allocate(ONE_WRITE), callback), callback::failed);
                response.write(false, UTF_8.encode("begin"), last);
            });
            server.start();
            try (FcgiClient client = server.connectSlow()) {
                client.write(get(1, true, "/last").bytes());
                server.awaitLatch("begun");
                server.awaitNoConnections();
                assertCut(client);
            }
        }

        @Test
        void p_18_aHalfCloseByTheWebServerIsSeenAsACut() throws Exception {
            server.start();
            try (FcgiClient client = server.connect()) {
                client.write(get(1, false, "/large?n=50000000").bytes());
                client.next();
                client.shutdownOutput();
                server.awaitFailure("/large");
                server.awaitNoConnections();
                assertCut(client);
            }
        }

        @Test
        void p_18_aStopOfTheServerIsSeenAsACut() throws Exception {
            server.on("/part", this::part).start();
            try (FcgiClient client = server.connect()) {
                client.write(get(1, true, "/part").bytes());
                server.awaitLatch("written");
                server.server.stop();
                assertCut(client);
            }
        }

        @Test
        void p_18_aFramingErrorIsSeenAsACut() throws Exception {
            server.on("/part", this::part).start();
            try (FcgiClient client = server.connect()) {
                client.write(get(1, true, "/part").bytes());
                server.awaitLatch("written");
                client.write(new byte[] {9, 9, 0, 1, 0, 0, 0, 0});
                assertCut(client);
            }
            assertThat(server.factory.getProtocolErrors()).isEqualTo(1);
        }

        @Test
        void p_18_anIdleTimeoutOfStalledMultiplexedResponsesIsSeenAsACut() throws Exception {
            server.factory.setMultiplexing(true);
            server.connector.setAcceptedSendBufferSize(4096);
            server.connector.setIdleTimeout(300);
            server.start();
            try (FcgiClient client = server.connectSlow()) {
                client.write(get(1, true, "/large?n=5000000")
                        .raw(get(2, true, "/large?n=5000000").bytes())
                        .bytes());
                server.awaitFailure("/large");
                server.awaitNoConnections();
                assertCut(client);
            }
        }

        @Test
        void p_18_aResponseThatLostAPartIsSeenAsACutAlthoughTheApplicationDoesNotCare() throws Exception {
            server.factory.setMultiplexing(true);
            server.connector.setAcceptedSendBufferSize(4096);
            server.on("/careless", (request, response, callback) -> {
                Callback whatever = Callback.from(callback::succeeded, x -> callback.succeeded());
                response.write(false, ByteBuffer.allocate(1_000_000), whatever);
            });
            server.start();
            try (FcgiClient client = server.connectSlow()) {
                client.write(get(1, true, "/careless").bytes());
                FcgiConnection connection = server.connection();
                await().until(() -> connection.getBytesOut() > 0);
                byte[] fault = {0};
                client.write(new Records()
                        .begin(2, true).stream(RecordType.PARAMS, 1, fault).bytes());
                server.awaitRead(client);
                client.write(new Records().abort(2).bytes());
                assertCut(client);
            }
        }

        /** The failure comes from another thread, around the completion of the write before it. */
        @Test
        void p_18_aFailureNeverBecomesACleanEnd() throws Exception {
            ExecutorService others = Executors.newFixedThreadPool(2);
            AtomicInteger round = new AtomicInteger();
            server.on("/race", (request, response, callback) -> {
                Callback written = Callback.from(
                        () -> {
                            others.execute(() -> callback.failed(new QuietException.Exception("on purpose")));
                            spin(round.get() * 127L % 120_000);
                        },
                        callback::failed);
                response.write(false, UTF_8.encode("part"), written);
            });
            server.start();
            try {
                while (round.incrementAndGet() <= 1000) {
                    try (FcgiClient client = server.connect()) {
                        client.write(get(1, false, "/race").bytes());
                        assertCut(client);
                    }
                }
            } finally {
                others.shutdownNow();
            }
        }

        /** The web server shuts its side down around the moment at which the response begins. */
        @Test
        void p_18_aResponseThatBeginsWhileTheConnectionEndsIsSeenAsACut() throws Exception {
            server.on("/part", this::part).start();
            for (int round = 0; round < 1000; round++) {
                try (FcgiClient client = server.connect()) {
                    client.write(get(1, true, "/part").bytes());
                    spin(round * 127L % 120_000);
                    client.shutdownOutput();
                    assertNothingOrCut(client);
                }
            }
        }

        private void assertNothingOrCut(FcgiClient client) {
            boolean begun = false;
            try {
                while (true) {
                    client.next();
                    begun = true;
                }
            } catch (FcgiClient.EndOfStream x) {
                assertThat(begun).as("a clean end behind half a response").isFalse();
            } catch (IOException x) {
                assertThat(x).hasMessageContaining("reset");
            }
        }

        private void spin(long nanos) {
            long end = System.nanoTime() + nanos;
            while (System.nanoTime() < end) {
                Thread.onSpinWait();
            }
        }
    }

    @Nested
    class WhenTheResponseIsWhole {
        @Test
        void fcgi_3_5_5_aRefusalBehindTheLastResponseIsSent() throws Exception {
            server.connector.setAcceptedSendBufferSize(4096);
            server.start();
            try (FcgiClient client = server.connectSlow()) {
                client.write(get(1, false, "/large?n=" + (ONE_WRITE - 1000)).bytes());
                FcgiConnection connection = server.connection();
                await().until(() -> connection.getMessagesOut() == 1); // END_REQUEST is in the write under way
                client.write(get(2, true, "/hello").bytes());
                server.awaitRead(client);
                assertThat(client.response(1).body()).hasSize(ONE_WRITE - 1000);
                assertThat(client.response(2).text()).startsWith("Status: 503 ");
                assertThat(client.closed()).isTrue();
            }
        }

        @Test
        void fcgi_3_5_7_aRequestBehindTheIdleTimeoutIsNotRun() throws Exception {
            AtomicInteger runs = new AtomicInteger();
            server.connector.setIdleTimeout(200);
            server.on("/run", (request, response, callback) -> {
                runs.incrementAndGet();
                callback.succeeded();
            });
            server.start();
            try (FcgiClient client = server.connect()) {
                client.write(get(1, true, "/hello").bytes()).response(1);
                assertThat(client.closed()).isTrue();
                assertThatThrownBy(() -> client.write(
                                        post(1, true, "/run", new byte[10]).bytes())
                                .next())
                        .isInstanceOf(IOException.class);
                server.awaitNoConnections();
            }
            assertThat(runs).hasValue(0);
        }
    }
}
