package dev.fcgi.jetty;

import static dev.fcgi.jetty.TestServer.await;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.ByteArrayEndPoint;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Invocable;
import org.junit.jupiter.api.Test;

/** When writes end, and in whose thread, on a connection that others write on, too. */
class FcgiWritesTest extends StartedServerTest {
    private static final int ID = 1;
    private static final int NEIGHBOUR = 2;
    private static final int OTHER = 3;
    private static final int LARGE = 32 * 1024 * 1024;

    FcgiWritesTest() {
        server.factory.setMultiplexing(true);
    }

    /** A response of which the client reads nothing, so that the connection takes no more. */
    private FcgiClient congest() throws Exception {
        server.on("/congest", (request, response, callback) -> {
            response.write(true, ByteBuffer.allocate(LARGE), callback);
            server.latch("congested").countDown();
        });
        FcgiClient client = server.connectSlow();
        client.write(Records.get(ID, true, "/congest").bytes());
        server.awaitLatch("congested");
        return client;
    }

    /** As Jetty's error handler for servlets does: the first write has its own callback, and nobody waits for it. */
    @Test
    void endsTheWriteOfAnErrorPageAtOnce() throws Exception {
        CompletableFuture<Boolean> ended = new CompletableFuture<>();
        server.on("/error", (request, response, callback) -> {
            Callback.Completable page = new Callback.Completable();
            response.setStatus(403);
            response.write(true, ISO_8859_1.encode("forbidden"), page);
            ended.complete(page.isDone());
            response.write(true, null, callback);
        });
        try (FcgiClient client = congest()) {
            client.write(Records.get(NEIGHBOUR, true, "/error").bytes());
            assertThat(ended.get(20, TimeUnit.SECONDS)).isTrue();
            for (int i = 0; i < 2; i++) {
                var response = client.nextResponse();
                boolean error = response.getKey() == NEIGHBOUR;
                assertThat(response.getValue().text()).startsWith(error ? "Status: 403" : "Status: 200");
                assertThat(response.getValue().body().length()).isEqualTo(error ? "forbidden".length() : LARGE);
            }
            client.write(Records.get(NEIGHBOUR, true, "/hello").bytes());
            assertThat(client.response(NEIGHBOUR).body()).isEqualTo("hello");
        }
    }

    @Test
    void endsTheWriteOfAnErrorPageAtOnceThoughAnotherRequestIsBeingCompleted() throws Exception {
        server.on(
                "/slow-to-complete",
                (request, response, callback) -> response.write(true, ISO_8859_1.encode("first"), Callback.from(() -> {
                    server.latch("completing").countDown();
                    awaitQuietly("go");
                    callback.succeeded();
                })));
        CompletableFuture<Boolean> ended = new CompletableFuture<>();
        server.on("/error", (request, response, callback) -> {
            Callback.Completable page = new Callback.Completable();
            response.write(true, ISO_8859_1.encode("forbidden"), page);
            ended.complete(page.isDone());
            response.write(true, null, callback);
        });
        try (FcgiClient client = server.connect()) {
            client.write(Records.get(ID, true, "/slow-to-complete").bytes());
            assertThat(client.response(ID).body()).isEqualTo("first");
            server.awaitLatch("completing");
            client.write(Records.get(ID, true, "/error").bytes());
            assertThat(client.response(ID).body()).isEqualTo("forbidden");
            assertThat(ended.get(20, TimeUnit.SECONDS)).isTrue();
            server.latch("go").countDown();
        }
    }

    private void answerWithACallbackThatBlocks() {
        server.on(
                "/blocks",
                (request, response, callback) -> response.write(false, ISO_8859_1.encode("a"), Callback.from(() -> {
                    server.latch("blocked").countDown();
                    awaitQuietly("go");
                    response.write(true, ISO_8859_1.encode("b"), callback);
                })));
    }

    private void assertGoesOn(FcgiClient client) throws Exception {
        server.awaitLatch("blocked");
        for (int i = 0; i < 10; i++) {
            client.write(Records.get(OTHER, true, "/hello").bytes());
            assertThat(client.response(OTHER).body()).isEqualTo("hello");
            assertThat(server.once(Records.get(ID, false, "/hello")).body()).isEqualTo("hello");
        }
        server.latch("go").countDown();
        assertThat(client.response(NEIGHBOUR).body()).isEqualTo("ab");
    }

    @Test
    void aCallbackThatBlocksKeepsNobodyFromWriting() throws Exception {
        answerWithACallbackThatBlocks();
        try (FcgiClient client = server.connect()) {
            client.write(Records.get(NEIGHBOUR, true, "/blocks").bytes());
            assertGoesOn(client);
        }
    }

    /** Whoever completes somebody else's write has something else to do, as the selector has. */
    @Test
    void aCallbackThatBlocksHoldsUpNobodyWhoWritesForIt() throws Exception {
        answerWithACallbackThatBlocks();
        try (FcgiClient client = congest()) {
            client.write(Records.get(NEIGHBOUR, true, "/blocks").bytes());
            await().until(() -> server.factory.getOpenRequests() == 2);
            assertThat(client.response(ID).body().length()).isEqualTo(LARGE);
            assertGoesOn(client);
        }
    }

    /** The end point of the first write waits until there is another response. */
    private static final class SlowFirstWrite extends ByteArrayEndPoint {
        final CountDownLatch writing = new CountDownLatch(1);
        final CountDownLatch goOn = new CountDownLatch(1);

        SlowFirstWrite() {
            super(new byte[0], LARGE);
        }

        @Override
        public boolean flush(ByteBuffer... buffers) throws IOException {
            if (writing.getCount() > 0) {
                writing.countDown();
                try {
                    goOn.await(20, TimeUnit.SECONDS);
                } catch (InterruptedException x) {
                    throw new AssertionError(x);
                }
            }
            return super.flush(buffers);
        }
    }

    /** Whose write has ended must not wait for the application of whoever wrote it. */
    @Test
    void aCallbackThatBlocksHoldsUpNobodyWhoseWriteItsSenderMade() throws Exception {
        answerWithACallbackThatBlocks();
        server.on("/neighbour", (request, response, callback) -> {
            response.write(
                    false,
                    ISO_8859_1.encode("neighbour"),
                    Callback.from(
                            Invocable.InvocationType.NON_BLOCKING,
                            () -> {
                                server.latch("written").countDown();
                                response.write(true, null, callback);
                            },
                            callback::failed));
            server.latch("sent").countDown();
        });
        try (SlowFirstWrite endPoint = new SlowFirstWrite()) {
            FcgiConnection connection = new FcgiConnection(server.factory, server.connector, endPoint);
            endPoint.setConnection(connection);
            CompletableFuture<Void> reader = CompletableFuture.runAsync(() -> {
                endPoint.addInput(
                        ByteBuffer.wrap(Records.get(ID, true, "/blocks").bytes()));
                connection.onOpen();
            });
            assertThat(endPoint.writing.await(20, TimeUnit.SECONDS)).isTrue();
            CompletableFuture<Void> other = CompletableFuture.runAsync(() -> endPoint.addInput(
                    ByteBuffer.wrap(Records.get(NEIGHBOUR, true, "/neighbour").bytes())));
            server.awaitLatch("sent");
            endPoint.goOn.countDown();
            server.awaitLatch("written");
            server.latch("go").countDown();
            reader.get(20, TimeUnit.SECONDS);
            other.get(20, TimeUnit.SECONDS);
            connection.close();
        }
    }

    /** A response that stands in line, of an application that has finished, is no request that runs. */
    @Test
    void aWebServerThatReadsNothingIsIdle() throws Exception {
        restart(other -> {
            other.factory.setMultiplexing(true);
            other.connector.setAcceptedSendBufferSize(4096);
            other.connector.setIdleTimeout(2000);
        });
        server.on("/ends", (request, response, callback) -> {
            response.write(true, ByteBuffer.allocate(100_000), callback);
            server.latch("ended").countDown();
        });
        try (FcgiClient client = server.connectSlow()) {
            client.write(Records.get(ID, true, "/ends").bytes());
            server.awaitLatch("ended");
            client.write(Records.get(NEIGHBOUR, true, "/hello").bytes());
            server.awaitNoConnections();
            assertThat(server.factory.getOpenRequests()).isZero();
        }
    }

    /** The end point writes only what it is told to. */
    private static final class Congested extends ByteArrayEndPoint {
        private boolean writes;
        private boolean goesOn;

        Congested() {
            super(new byte[0], 2 * LARGE);
        }

        @Override
        public boolean flush(ByteBuffer... buffers) throws IOException {
            boolean now = writes;
            writes = goesOn;
            return now && super.flush(buffers);
        }

        void write(boolean all) {
            writes = true;
            goesOn = all;
            getWriteFlusher().completeWrite();
        }
    }

    /** Who takes back what it is writing must not take the responses of others with it. */
    @Test
    void aWriteThatIsTakenBackLeavesTheResponsesInFrontOfIt() throws Exception {
        CompletableFuture<Callback> failing = new CompletableFuture<>();
        server.on("/failing", (request, response, callback) -> {
            response.write(false, ByteBuffer.allocate(LARGE), Callback.NOOP);
            failing.complete(callback);
        });
        try (Congested endPoint = new Congested()) {
            FcgiConnection connection = new FcgiConnection(server.factory, server.connector, endPoint);
            endPoint.setConnection(connection);
            endPoint.addInput(ByteBuffer.wrap(Records.get(ID, true, "/failing").bytes()));
            CompletableFuture.runAsync(connection::onOpen).get(20, TimeUnit.SECONDS);
            Callback callback = failing.get(20, TimeUnit.SECONDS);
            CompletableFuture.runAsync(() -> endPoint.addInput(ByteBuffer.wrap(
                            Records.get(NEIGHBOUR, true, "/hello").bytes())))
                    .get(20, TimeUnit.SECONDS);
            await().until(() -> server.running.size() == 1);
            endPoint.write(false);
            assertThat(connection.session().streams())
                    .as("hello is being written")
                    .hasSize(1);
            callback.failed(new IllegalStateException("on purpose"));
            endPoint.write(true);
            assertThat(endPoint.takeOutputString(ISO_8859_1)).contains("\r\n\r\nhello");
            await().until(() -> !endPoint.isOpen());
        }
    }

    private void awaitQuietly(String latch) {
        try {
            server.awaitLatch(latch);
        } catch (InterruptedException x) {
            throw new IllegalStateException(x);
        }
    }
}
