package dev.fcgi.jetty;

import static dev.fcgi.jetty.Records.get;
import static dev.fcgi.jetty.Records.post;
import static dev.fcgi.jetty.TestServer.await;
import static dev.fcgi.jetty.TestServer.params;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fcgi.core.RecordType;
import dev.fcgi.core.WebServerEvent;
import dev.fcgi.jetty.FcgiClient.Response;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** FastCGI 1.0, section 5.4; what servlets see of it is in {@link ServletAbortConformanceTest}. */
class AbortConformanceTest extends StartedServerTest {
    private static void assertAborted(Response response) {
        assertThat(response.stdout()).isEmpty();
        assertThat(response.appStatus()).isZero();
        assertThat(response.protocolStatus()).isZero();
    }

    @Test
    void fcgi_5_4_1_abortWhileTheApplicationWaitsEndsTheRequestAndKeepsTheConnection() throws Exception {
        try (FcgiClient client = server.connect()) {
            client.write(get(1, true, "/wait").bytes());
            server.awaitLatch("waiting");
            client.write(new Records().abort(1).bytes());
            server.awaitFailure("/wait");
            server.latch("go").countDown();
            assertAborted(client.response(1));
            assertServes(client);
        }
    }

    @Test
    void fcgi_5_4_1_abortWhileTheApplicationReads() throws Exception {
        try (FcgiClient client = server.connect()) {
            client.write(new Records()
                    .begin(1, true)
                    .params(1, params("POST", "/read-one"))
                    .bytes());
            server.awaitLatch("waiting");
            client.write(new Records().abort(1).bytes());
            server.awaitFailure("/read-one");
            assertAborted(client.response(1));
            assertServes(client);
        }
    }

    @Test
    void fcgi_5_4_1_abortWhileTheApplicationWrites() throws Exception {
        try (FcgiClient client = server.connect()) {
            client.write(get(1, true, "/large?n=100000000").bytes());
            client.next();
            client.write(new Records().abort(1).bytes());
            WebServerEvent event;
            do {
                event = client.next();
            } while (event instanceof WebServerEvent.Output);
            assertThat(event).isInstanceOf(WebServerEvent.EndRequest.class);
            assertThat(server.failures).containsKey("/large");
            assertServes(client);
        }
    }

    @Test
    void fcgi_5_4_1_abortOfTheLastRequestClosesTheConnection() throws Exception {
        try (FcgiClient client = server.connect()) {
            client.write(get(1, false, "/wait").bytes());
            server.awaitLatch("waiting");
            client.write(new Records().abort(1).bytes());
            server.awaitFailure("/wait");
            server.latch("go").countDown();
            assertAborted(client.response(1));
            assertThat(client.closed()).isTrue();
        }
    }

    @Test
    void fcgi_5_4_4_nothingMoreOfAResponseIsSentAfterAnAbort() throws Exception {
        server.on("/part", (request, response, callback) -> {
            Callback written = Callback.from(server.latch("written")::countDown, callback::failed);
            response.write(false, UTF_8.encode("part"), written);
            server.awaitLatch("go");
            response.write(true, UTF_8.encode(" and the rest"), callback);
        });
        try (FcgiClient client = server.connect()) {
            client.write(get(1, true, "/part").bytes());
            server.awaitLatch("written");
            client.write(new Records().abort(1).bytes());
            server.awaitRead(client);
            server.latch("go").countDown();
            Response response = client.response(1);
            assertThat(response.body()).isEqualTo("part");
            assertThat(response.protocolStatus()).isZero();
            assertNothingFollows(client);
            assertServes(client);
        }
    }

    /** 10,000 requests, fifty at a time: one thread answers them, while the web server aborts them. */
    @Test
    void fcgi_5_4_4_anAbortAtTheMomentOfTheAnswerGivesOneEnd() throws Exception {
        restart(server -> server.factory.setMultiplexing(true));
        Queue<Runnable> answers = new ConcurrentLinkedQueue<>();
        server.on(
                "/race",
                (request, response, callback) ->
                        answers.add(() -> response.write(true, UTF_8.encode("hello"), callback)));
        ExecutorService application = Executors.newSingleThreadExecutor();
        int whole = 0;
        try (FcgiClient client = server.connect()) {
            for (int round = 0; round < 200; round++) {
                int first = 1 + 50 * (round % 2); // what comes too late comes for an ID that is not open
                Map<Integer, StringBuilder> open = new HashMap<>();
                Records requests = new Records();
                Records aborts = new Records();
                for (int id = first; id < first + 50; id++) {
                    open.put(id, new StringBuilder());
                    requests.raw(get(id, true, "/race").bytes());
                    aborts.abort(id);
                }
                client.write(requests.bytes());
                await().until(() -> answers.size() == 50);
                List<Runnable> these = List.copyOf(answers);
                answers.clear();
                application.execute(() -> these.forEach(Runnable::run));
                client.write(aborts.bytes());
                while (!open.isEmpty()) {
                    whole += take(client.next(), open);
                }
            }
            assertNothingFollows(client);
            assertServes(client);
        } finally {
            application.shutdownNow();
        }
        assertThat(whole).isStrictlyBetween(0, 10_000);
    }

    /** {@return the number of whole responses that this is the end of} */
    private static int take(WebServerEvent event, Map<Integer, StringBuilder> open) {
        if (event instanceof WebServerEvent.Output output) {
            Objects.requireNonNull(open.get(output.requestId())).append(ISO_8859_1.decode(output.content()));
            return 0;
        }
        WebServerEvent.EndRequest end = (WebServerEvent.EndRequest) event;
        assertThat(end.body().protocolStatusCode()).isZero();
        StringBuilder text = Objects.requireNonNull(open.remove(end.requestId()));
        if (!text.isEmpty()) {
            assertThat(text).endsWith("\r\n\r\nhello");
            return 1;
        }
        return 0;
    }

    @ParameterizedTest
    @CsvSource({"0, true", "0, false", "50, true", "50, false", "10000, true", "10000, false"})
    void fcgi_5_4_5_abortBeforeTheEndOfParamsEndsTheRequestAtOnce(int sent, boolean keepConnection) throws Exception {
        AtomicInteger runs = new AtomicInteger();
        server.on("/run", (request, response, callback) -> {
            runs.incrementAndGet();
            callback.succeeded();
        });
        byte[] pairs = Records.encode(params("GET", "/run"));
        byte[] begun = Arrays.copyOf(pairs, Math.min(sent, pairs.length));
        byte[] rest = Arrays.copyOfRange(pairs, begun.length, pairs.length);
        Records records = new Records().begin(1, keepConnection).stream(RecordType.PARAMS, 1, begun);
        records.abort(1).stream(RecordType.PARAMS, 1, rest);
        records.end(RecordType.PARAMS, 1).end(RecordType.STDIN, 1);
        try (FcgiClient client = server.connect()) {
            assertAborted(client.write(records.bytes()).response(1));
            if (keepConnection) {
                assertNothingFollows(client);
                assertServes(client);
            } else {
                assertThat(client.closed()).isTrue();
            }
        }
        assertThat(runs).hasValue(0);
    }

    @Test
    void fcgi_5_4_6_abortOfAnInactiveIdIsIgnored() throws Exception {
        try (FcgiClient client = server.connect()) {
            client.write(new Records().abort(1).abort(7).abort(65_535).bytes());
            assertNothingFollows(client);
            client.write(get(7, true, "/hello").bytes()).response(7);
            client.write(new Records().abort(7).abort(7).bytes());
            assertNothingFollows(client);
            assertServes(client);
        }
    }

    @Test
    void fcgi_5_4_7_abortOfOneRequestLeavesTheOthersAlone() throws Exception {
        restart(server -> server.factory.setMultiplexing(true));
        server.on("/async", (request, response, callback) -> {
            request.addFailureListener(x -> {
                server.failures.put("/async", x);
                callback.failed(x);
            });
            server.latch("begun").countDown();
        });
        try (FcgiClient client = server.connect()) {
            Records records = get(1, true, "/wait")
                    .begin(2, true)
                    .params(2, params("POST", "/echo"))
                    .stdin(2, "half and ");
            client.write(records.raw(get(3, true, "/async").bytes()).bytes());
            server.awaitLatch("waiting");
            server.awaitLatch("begun");
            client.write(new Records().abort(3).bytes());
            server.awaitFailure("/async");
            assertThat(server.failures).doesNotContainKey("/wait");
            client.write(new Records().stdin(2, "half").end(RecordType.STDIN, 2).bytes());
            StringBuilder second = new StringBuilder();
            for (int ended = 0; ended < 2; ) {
                WebServerEvent event = client.next();
                if (event instanceof WebServerEvent.Output output) {
                    assertThat(output.requestId()).isEqualTo(2);
                    second.append(ISO_8859_1.decode(output.content()));
                } else {
                    assertThat(event).isInstanceOf(WebServerEvent.EndRequest.class);
                    ended++;
                }
            }
            assertThat(second).endsWith("\r\n\r\nhalf and half");
            server.latch("go").countDown();
            assertThat(client.response(1).body()).isEqualTo("waited");
            assertServes(client);
        }
    }

    @Test
    void fcgi_5_4_8_noticesThatTheWebServerHasGoneWhileTheApplicationWaits() throws Exception {
        try (FcgiClient client = server.connect()) {
            client.write(get(1, true, "/wait").bytes());
            server.awaitLatch("waiting");
        }
        server.awaitFailure("/wait");
        server.latch("go").countDown();
        server.awaitNoConnections();
    }

    @Test
    void fcgi_5_4_8_noticesThatTheWebServerHasGoneWhileTheApplicationReads() throws Exception {
        try (FcgiClient client = server.connect()) {
            client.write(new Records()
                    .begin(1, true)
                    .params(1, params("POST", "/read-one"))
                    .bytes());
            server.awaitLatch("waiting");
        }
        server.awaitFailure("/read-one");
        server.awaitNoConnections();
    }

    @Test
    void fcgi_5_4_8_noticesThatTheWebServerHasGoneWhileTheApplicationWrites() throws Exception {
        try (FcgiClient client = server.connect()) {
            client.write(get(1, true, "/large?n=100000000").bytes());
            client.next();
        }
        server.awaitFailure("/large");
        server.awaitNoConnections();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void fcgi_5_4_8_theEndOfAConnectionAbortsEveryRequestOfIt(boolean keepConnection) throws Exception {
        int requests = 5;
        AtomicInteger begun = new AtomicInteger();
        AtomicInteger told = new AtomicInteger();
        restart(server -> server.factory.setMultiplexing(true));
        server.on("/async", (request, response, callback) -> {
            request.addFailureListener(x -> {
                told.incrementAndGet();
                callback.failed(x);
            });
            begun.incrementAndGet();
        });
        Records records = new Records();
        for (int id = 1; id <= requests; id++) {
            records.raw(post(id, keepConnection, "/async", new byte[100]).bytes());
        }
        try (FcgiClient client = server.connect()) {
            client.write(records.bytes());
            await().until(() -> begun.get() == requests);
        }
        await().until(() -> told.get() == requests);
        server.awaitNoConnections();
    }
}
