package dev.fcgi.jetty;

import static dev.fcgi.jetty.Records.get;
import static dev.fcgi.jetty.Records.post;
import static dev.fcgi.jetty.TestServer.await;
import static dev.fcgi.jetty.TestServer.params;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fcgi.core.RecordType;
import dev.fcgi.core.WebServerEvent;
import dev.fcgi.jetty.FcgiClient.Response;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two things at once: what the web server sends, and what a request does that ends or fails. */
@Timeout(60)
class FcgiRequestRacesTest {
    private final TestServer server = new TestServer();

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    /** Begins a request, sends the first bytes of {@code next}, has the request end, sends the others. */
    private void endAmid(FcgiClient client, byte[] next, int cut) throws Exception {
        client.write(post(1, true, "/wait", new byte[10]).bytes());
        server.awaitLatch("waiting");
        client.write(ByteBuffer.wrap(next, 0, cut));
        server.awaitRead(client);
        server.latch("go").countDown();
        assertThat(client.response(1).body()).isEqualTo("waited");
        client.write(ByteBuffer.wrap(next, cut, next.length - cut));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 8, 10, 15})
    void fcgi_3_3_19_aBeginThatIsCutOutlivesTheEndOfANeighbour(int cut) throws Exception {
        server.factory.setMultiplexing(true);
        server.start();
        try (FcgiClient client = server.connect()) {
            endAmid(client, get(2, true, "/hello").bytes(), cut);
            assertThat(client.response(2).body()).isEqualTo("hello");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 8, 10})
    void fcgi_4_1_4_aQuestionThatIsCutOutlivesTheEndOfARequest(int cut) throws Exception {
        server.start();
        try (FcgiClient client = server.connect()) {
            endAmid(client, Records.getValues("FCGI_MPXS_CONNS").bytes(), cut);
            assertThat(client.next()).isInstanceOf(WebServerEvent.GetValuesResult.class);
        }
    }

    /** PARAMS behind their end fail a request that is being run, answers, or has answered. */
    @Test
    void fcgi_3_3_17_aRequestThatFailsWhileItAnswersGivesOneHead() throws Exception {
        server.on("/twice", (request, response, callback) -> {
            Callback then = Callback.from(() -> response.write(true, UTF_8.encode("bb"), callback), callback::failed);
            response.write(false, UTF_8.encode("aa"), then);
        });
        server.start();
        byte[] failing = new Records()
                .begin(1, true).params(1, params("POST", "/twice")).stream(RecordType.PARAMS, 1, new byte[3])
                        .bytes();
        for (int i = 0; i < 600; i++) {
            try (FcgiClient client = server.connect()) {
                Response response = client.write(failing).response(1);
                assertThat(response.text()).startsWith("Status: ").doesNotContainPattern("(?s)Status: .*Status: ");
            } catch (IOException x) {
                assertThat(x).as("a response that was cut").hasMessageContaining("reset");
            }
        }
    }

    @Test
    void fcgi_3_5_7_anIdleTimeoutDoesNotEmptyTheBodyOfARequestThatWaitsForAThread() throws Exception {
        AtomicInteger timeouts = new AtomicInteger();
        server.factory.setMultiplexing(true);
        server.connector.setIdleTimeout(300);
        server.on("/busy", (request, response, callback) -> {
            request.addIdleTimeoutListener(x -> {
                timeouts.incrementAndGet();
                return false;
            });
            server.awaitLatch("go");
            response.write(true, UTF_8.encode("done"), callback);
        });
        server.start();
        int busy = 2 * server.threadPool.getMaxThreads();
        int queued = busy + 1;
        Records records = new Records();
        for (int id = 1; id <= busy; id++) {
            records.raw(get(id, true, "/busy").bytes());
        }
        records.raw(post(queued, true, "/length", "hello".getBytes(ISO_8859_1)).bytes());
        try (FcgiClient client = server.connect()) {
            client.write(records.bytes());
            // As often as there are threads, and more: the connection has been idle more than once.
            await().until(() -> timeouts.get() > server.threadPool.getMaxThreads());
            server.connection().getEndPoint().setIdleTimeout(0);
            server.latch("go").countDown();
            assertThat(output(client, queued))
                    .satisfiesAnyOf(
                            whole -> assertThat(whole).endsWith("\r\n\r\n5"),
                            failed -> assertThat(failed).startsWith("Status: 500 "));
        }
    }

    /** Reads the response to one request of many. */
    private static String output(FcgiClient client, int requestId) throws IOException {
        StringBuilder text = new StringBuilder();
        while (true) {
            WebServerEvent event = client.next();
            if (event instanceof WebServerEvent.Output output && output.requestId() == requestId) {
                text.append(ISO_8859_1.decode(output.content()));
            } else if (event instanceof WebServerEvent.EndRequest end && end.requestId() == requestId) {
                return text.toString();
            }
        }
    }

    /** The answer to a question comes next: no second END_REQUEST did. */
    private static void assertNothingFollows(FcgiClient client) throws IOException {
        client.write(Records.getValues("FCGI_MPXS_CONNS").bytes());
        assertThat(client.next()).isInstanceOf(WebServerEvent.GetValuesResult.class);
    }

    /** Whatever the request has got to: PARAMS, half of STDIN, all of it. */
    @ParameterizedTest
    @ValueSource(strings = {"/hello", "/throw", "/echo", "/ignore-body", "/large?n=400000"})
    void fcgi_5_4_4_anAbortAtAnyMomentGivesOneEnd(String target) throws Exception {
        server.start();
        byte[] half = new byte[3000];
        List<Supplier<Records>> stages = List.of(
                () -> new Records().begin(1, true),
                () -> new Records().begin(1, true).params(1, params("POST", target)),
                () -> new Records()
                        .begin(1, true)
                        .params(1, params("POST", target))
                        .stdin(1, half),
                () -> post(1, true, target, half));
        try (FcgiClient client = server.connect()) {
            for (int i = 0; i < 200; i++) {
                Records records = stages.get(i % stages.size()).get();
                boolean apart = i % 3 == 0;
                if (apart) {
                    client.write(records.bytes());
                    records = new Records();
                }
                client.write(records.abort(1).bytes());
                assertThat(client.response(1).protocolStatus()).isZero();
                assertNothingFollows(client);
            }
        }
    }

    /** Whoever was about to send when the request ended: the ID is another request's. */
    @Test
    void p_7_whatIsSentTooLateDoesNotGetIntoTheNextResponse() throws Exception {
        server.start();
        try (FcgiClient client = server.connect()) {
            client.write(get(1, true, "/wait").bytes());
            server.awaitLatch("waiting");
            FcgiConnection connection = server.connection();
            HttpStreamOverFcgi ended = connection.session().streams().get(0);
            server.latch("go").countDown();
            assertThat(client.response(1).body()).isEqualTo("waited");
            Callback.Completable late = new Callback.Completable();
            connection.flusher().send(ended, BufferUtil.EMPTY_BUFFER, UTF_8.encode("late"), true, late);
            assertThatThrownBy(() -> late.get(20, TimeUnit.SECONDS)).hasMessageContaining("cancelled");
            assertThat(client.write(get(1, true, "/hello").bytes()).response(1).text())
                    .startsWith("Status: 200 OK\r\n")
                    .endsWith("\r\n\r\nhello");
        }
    }

    /** An abort at the last moment: what waits for the application would keep the request and its connection in memory. */
    @Test
    void p_5_aRequestThatHasEndedHasNoDeadline() throws Exception {
        server.start();
        try (FcgiClient client = server.connect()) {
            client.write(get(1, true, "/wait").bytes());
            server.awaitLatch("waiting");
            HttpStreamOverFcgi ended = server.connection().session().streams().get(0);
            server.latch("go").countDown();
            client.response(1);
            await().until(() -> server.factory.getOpenRequests() == 0);
            AtomicInteger cancelled = new AtomicInteger();
            ended.setDeadline(() -> cancelled.incrementAndGet() > 0);
            assertThat(cancelled).hasValue(1);
        }
    }

    /** After an abort: the application fails what it was writing when END_REQUEST stands in line already. */
    @Test
    void fcgi_5_4_4_whatTheApplicationTakesBackIsNotTheEndOfItsRequest() throws Exception {
        server.start();
        try (FcgiClient client = server.connectSlow()) {
            client.write(get(1, true, "/wait").bytes());
            server.awaitLatch("waiting");
            FcgiFlusher flusher = server.connection().flusher();
            HttpStreamOverFcgi stream = server.connection().session().streams().get(0);
            Callback.Completable large = new Callback.Completable();
            flusher.send(stream, BufferUtil.EMPTY_BUFFER, ByteBuffer.allocate(32 * 1024 * 1024), false, large);
            flusher.endRequest(stream);
            flusher.cancel(stream, new IOException("on purpose"), false, () -> {});
            assertThat(client.response(1).protocolStatus()).isZero();
            assertThat(server.running).as("the application has not ended it").hasSize(1);
            assertThat(large).isCompletedExceptionally();
            assertNothingFollows(client);
            server.latch("go").countDown();
        }
    }

    /** Either the abort comes first, and END_REQUEST ends the request; or the failure does, and the connection is cut. */
    @Test
    void fcgi_5_4_4_anAbortAtTheMomentOfAFailureGivesOneEndOrACut() throws Exception {
        server.start();
        for (int i = 0; i < 500; i++) {
            try (FcgiClient client = server.connect()) {
                client.write(get(1, true, "/throw-late").abort(1).bytes());
                assertThat(client.response(1).ended()).as("as if it were whole").isFalse();
                assertNothingFollows(client);
            } catch (IOException x) {
                assertThat(x).hasMessageContaining("reset");
            }
        }
    }
}
