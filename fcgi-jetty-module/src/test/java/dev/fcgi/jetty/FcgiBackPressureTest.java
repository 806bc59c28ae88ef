package dev.fcgi.jetty;

import static dev.fcgi.jetty.Records.get;
import static dev.fcgi.jetty.Records.post;
import static dev.fcgi.jetty.TestServer.await;
import static dev.fcgi.jetty.TestServer.params;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fcgi.core.RecordType;
import dev.fcgi.core.WebServerEvent;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What keeps a body that nobody reads from growing, and that it never keeps out one that is read. */
@Timeout(60)
class FcgiBackPressureTest {
    private static final int INPUT_BUFFER = 32 * 1024;

    private final TestServer server = new TestServer();

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    /** Reads as a servlet does: its thread waits for the body. */
    private static void count(Request request, Response response, Callback callback) throws Exception {
        long length;
        try (InputStream in = Content.Source.asInputStream(request)) {
            length = in.transferTo(OutputStream.nullOutputStream());
        }
        response.write(true, UTF_8.encode(Long.toString(length)), callback);
    }

    /** Every thread of the pool waits for a body: nothing that brings one may need a thread. */
    @Test
    void fcgi_5_3_2_concurrentUploadsDoNotStarveEachOther() throws Exception {
        server.on("/count", FcgiBackPressureTest::count).start();
        byte[] upload = post(1, false, "/count", new byte[1_000_000]).bytes();
        ExecutorService webServers = Executors.newCachedThreadPool();
        try {
            List<Future<String>> bodies = new ArrayList<>();
            for (int i = 0; i < 2 * server.threadPool.getMaxThreads(); i++) {
                bodies.add(webServers.submit(() -> {
                    try (FcgiClient client = server.connect()) {
                        return client.write(upload).response(1).body();
                    }
                }));
            }
            for (Future<String> body : bodies) {
                assertThat(body.get(40, TimeUnit.SECONDS)).isEqualTo("1000000");
            }
        } finally {
            webServers.shutdownNow();
        }
    }

    /** Neither the end of a request that was there before, nor of those that come behind the full window, lifts the pause. */
    @Test
    void fcgi_5_3_2_aFullWindowStaysBoundedWhenNeighboursEnd() throws Exception {
        server.factory.setMultiplexing(true);
        server.on("/neighbour", (request, response, callback) -> {
            server.awaitLatch("full");
            response.write(true, UTF_8.encode("neighbour"), callback);
        });
        server.start();
        try (FcgiClient client = server.connect()) {
            Records records = get(2, true, "/neighbour").begin(1, true).params(1, params("POST", "/wait"));
            client.write(records.bytes());
            server.awaitLatch("waiting");
            client.write(new Records()
                    .stdin(1, new byte[server.factory.getBodyWindowBytes()])
                    .bytes());
            FcgiConnection connection = server.connection();
            long mostBytes = client.written() + INPUT_BUFFER;
            await().until(() ->
                    !connection.isFillInterested() && connection.getBytesIn() > mostBytes - 2 * INPUT_BUFFER);
            Records more = new Records();
            for (int id = 3; id <= 30; id++) {
                more.raw(get(id, true, "/hello").stdin(1, new byte[4000]).bytes());
            }
            client.write(more.bytes());
            server.latch("full").countDown();
            assertEnds(client, 1);
            await().during(Duration.ofMillis(200))
                    .untilAsserted(() -> assertThat(connection.getBytesIn()).isLessThanOrEqualTo(mostBytes));
            server.latch("go").countDown();
            assertEnds(client, 29); // 1, and 3 to 30
        }
    }

    private static void assertEnds(FcgiClient client, int requests) throws Exception {
        for (int ended = 0; ended < requests; ) {
            if (client.next() instanceof WebServerEvent.EndRequest end) {
                assertThat(end.body().protocolStatusCode()).isZero();
                ended++;
            }
        }
    }

    @Test
    void fcgi_6_2_6_theLimitOnAnUnreadBodyHoldsWhileTheRequestRuns() throws Exception {
        server.factory.setMaxUnreadBytes(100_000);
        server.on("/give-up", (request, response, callback) -> {
            request.consumeAvailable();
            server.latch("waiting").countDown();
            server.awaitLatch("go");
            response.write(true, UTF_8.encode("given up"), callback);
        });
        server.start();
        try (FcgiClient client = server.connect()) {
            client.write(new Records()
                    .begin(1, true)
                    .params(1, params("POST", "/give-up"))
                    .bytes());
            server.awaitLatch("waiting");
            ByteBuffer body =
                    ByteBuffer.wrap(new Records().stdin(1, new byte[50_000_000]).bytes());
            FcgiConnection connection = server.connection();
            await().until(() -> {
                client.tryWrite(body);
                return connection.getBytesIn() > 100_000;
            });
            await().during(Duration.ofMillis(200)).untilAsserted(() -> {
                client.tryWrite(body);
                assertThat(connection.getBytesIn()).isLessThan(100_000 + 3 * INPUT_BUFFER);
            });
            server.latch("go").countDown();
            assertThat(client.response(1).body()).isEqualTo("given up");
            server.awaitNoConnections();
        }
    }

    /** The connection pauses at the very moment at which the application makes room. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void fcgi_5_3_2_readingGoesOnHoweverWindowAndReadMeet(boolean multiplexing) throws Exception {
        int requests = multiplexing ? 4 : 1;
        server.factory.setMultiplexing(multiplexing);
        server.factory.setBodyWindowBytes(1000);
        server.on("/count", FcgiBackPressureTest::count).start();
        Records records = new Records();
        for (int id = 1; id <= requests; id++) {
            records.begin(id, true).params(id, params("POST", "/count"));
        }
        for (int i = 0; i < 500; i++) {
            for (int id = 1; id <= requests; id++) {
                records.stdin(id, new byte[1 + i * 37 % 1500]);
            }
        }
        for (int id = 1; id <= requests; id++) {
            records.end(RecordType.STDIN, id);
        }
        byte[] bytes = records.bytes();
        try (FcgiClient client = server.connect()) {
            for (int round = 0; round < 20; round++) {
                client.write(bytes);
                assertEnds(client, requests);
            }
        }
    }

    /** What fills its window has been read once it is empty, though its end has not been asked for. */
    @Test
    void p_5_aBodyThatWasReadToItsLastByteHoldsUpNobody() throws Exception {
        int length = 90_000;
        server.factory.setMultiplexing(true);
        server.factory.setBodyWindowBytes(80_000); // is exceeded with the last buffer of the body
        server.start();
        server.on("/exact", (request, response, callback) -> {
            server.awaitLatch("full");
            for (int read = 0; read < length; ) {
                Content.Chunk chunk = request.read();
                read += chunk == null ? 0 : chunk.remaining();
                if (chunk != null) {
                    chunk.release();
                }
            }
            server.awaitLatch("go");
            Content.Sink.write(response, true, "exact", callback);
        });
        try (FcgiClient client = server.connect()) {
            client.write(Records.post(1, true, "/exact", new byte[length]).bytes());
            FcgiConnection connection = server.connection();
            await().until(() -> connection.getBytesIn() == client.written() && !connection.isFillInterested());
            server.latch("full").countDown();
            client.write(Records.get(2, true, "/hello").bytes());
            assertThat(client.response(2).body()).isEqualTo("hello");
            server.latch("go").countDown();
            assertThat(client.response(1).body()).isEqualTo("exact");
        }
    }
}
