package dev.fcgi.jetty;

import static dev.fcgi.jetty.TestServer.await;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.util.Callback;
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

    private void awaitQuietly(String latch) {
        try {
            server.awaitLatch(latch);
        } catch (InterruptedException x) {
            throw new IllegalStateException(x);
        }
    }
}
