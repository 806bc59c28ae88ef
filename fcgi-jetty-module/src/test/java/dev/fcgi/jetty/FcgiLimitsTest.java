package dev.fcgi.jetty;

import static dev.fcgi.jetty.TestServer.await;
import static dev.fcgi.jetty.TestServer.params;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fcgi.core.Overload;
import dev.fcgi.core.ProtocolStatus;
import dev.fcgi.core.RecordType;
import dev.fcgi.core.WebServerEvent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What happens at the limits on number and time. */
class FcgiLimitsTest {
    private final TestServer server = new TestServer();

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    private void assertServes() throws Exception {
        await().until(() -> server.factory.getOpenRequests() == 0);
        assertThat(server.once(Records.get(1, false, "/hello")).body()).isEqualTo("hello");
    }

    @ParameterizedTest
    @EnumSource
    void fcgi_5_1_6_refusesOneRequestMoreThanThereIsRoomForAlthoughAllThreadsAreBusy(Overload overload)
            throws Exception {
        server.factory.setMaxRequests(20);
        server.factory.setOverload(overload);
        server.start();
        List<FcgiClient> busy = new ArrayList<>();
        for (int i = 0; i < 20; i++) { // more than there are threads
            busy.add(server.connect().write(Records.get(1, true, "/wait").bytes()));
        }
        await().until(() -> server.factory.getOpenRequests() == 20);
        try (FcgiClient client = server.connect()) {
            FcgiClient.Response refused =
                    client.write(Records.get(9, true, "/hello").bytes()).response(9);
            if (overload == Overload.STATUS) {
                assertThat(refused.head())
                        .startsWith("Status: 503 Service Unavailable\r\n")
                        .contains("\r\nRetry-After: 1\r\n");
                assertThat(refused.protocolStatus()).isZero();
                assertThat(server.factory.getRefusedRequests()).isEqualTo(1);
            } else {
                assertThat(refused.protocolStatus()).isEqualTo(ProtocolStatus.OVERLOADED.code());
                assertThat(refused.text()).isEmpty();
            }
            server.latch("go").countDown();
            for (FcgiClient each : busy) {
                assertThat(each.response(1).body()).isEqualTo("waited");
                each.close();
            }
            await().until(() -> server.factory.getOpenRequests() == 0);
            assertThat(client.write(Records.get(9, true, "/hello").bytes())
                            .response(9)
                            .body())
                    .isEqualTo("hello");
        }
    }

    /** Or the queue for threads would grow with every client that loses patience. */
    @Test
    void p_5_countsAbortedRequestsThatStillWaitForAThread() throws Exception {
        server.threadPool.setReservedThreads(0); // an idle one would overtake those that wait
        server.factory.setMaxRequests(50);
        server.factory.setAbortMillis(100);
        server.start();
        List<FcgiClient> busy = new ArrayList<>();
        for (int i = 0; i < 20; i++) { // more than there are threads
            busy.add(server.connect().write(Records.get(1, true, "/wait").bytes()));
        }
        await().until(() -> server.factory.getOpenRequests() == 20);
        byte[] aborted = Records.get(1, true, "/hello").abort(1).bytes();
        try (FcgiClient client = server.connect()) {
            for (int i = 0; i < 30; i++) {
                assertThat(client.write(aborted).response(1).text()).isEmpty();
            }
            TimeUnit.MILLISECONDS.sleep(300); // longer than abortMillis
            client.write(Records.get(1, true, "/hello").bytes());
            assertThat(client.response(1).text()).startsWith("Status: 503 ");
        }
        server.latch("go").countDown();
        for (FcgiClient each : busy) {
            assertThat(each.response(1).body()).isEqualTo("waited");
            each.close();
        }
        assertServes();
    }

    @Test
    void p_5_boundsTheRequestsBegunOnOneConnection() throws Exception {
        server.factory.setMultiplexing(true);
        server.factory.setMaxRequestsPerConnection(2);
        server.start();
        Records flood = new Records();
        for (int id = 1; id <= 100; id++) {
            flood.begin(id, true);
        }
        try (FcgiClient client = server.connect()) {
            client.write(flood.bytes());
            for (int id = 5; id <= 100; id++) {
                assertThat(client.response(id).protocolStatus()).isEqualTo(ProtocolStatus.OVERLOADED.code());
            }
            assertThat(server.factory.getOpenRequests()).isEqualTo(2);
            client.write(new Records().params(3, params("GET", "/hello")).bytes());
            assertThat(client.response(3).text()).startsWith("Status: 503 ");
            client.write(new Records()
                    .params(1, params("GET", "/hello"))
                    .end(RecordType.STDIN, 1)
                    .bytes());
            assertThat(client.response(1).body()).isEqualTo("hello");
        }
        assertServes();
    }

    @Test
    void p_5_boundsTheParametersOfAllConnections() throws Exception {
        server.factory.setMaxIncompleteBytes(100_000);
        server.start();
        byte[] half = new byte[60_000];
        try (FcgiClient one = server.connect();
                FcgiClient other = server.connect()) {
            one.write(new Records()
                    .begin(1, true)
                    .record(RecordType.PARAMS, 1, half, 0, half.length)
                    .bytes());
            await().until(() -> server.factory.capacity().incompleteBytes() == half.length);
            other.write(new Records()
                    .begin(1, true)
                    .record(RecordType.PARAMS, 1, half, 0, half.length)
                    .bytes());
            assertThat(other.response(1).text()).startsWith("Status: 503 ");
            one.close();
            await().until(() -> server.factory.capacity().incompleteBytes() == 0);
            assertThat(other.write(Records.get(1, true, "/hello").bytes())
                            .response(1)
                            .body())
                    .isEqualTo("hello");
        }
    }

    @Test
    void p_5_letsConnectionsBeyondTheLimitWait() throws Exception {
        server.factory.setMaxConnections(3);
        server.start();
        List<FcgiClient> connected = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            FcgiClient client = server.connect();
            assertThat(client.write(Records.get(1, true, "/hello").bytes())
                            .response(1)
                            .body())
                    .isEqualTo("hello");
            connected.add(client);
        }
        assertThat(server.connector.isAccepting()).isFalse();
        connected.get(0).close();
        await().until(server.connector::isAccepting);
        assertServes();
        for (FcgiClient client : connected) {
            client.close();
        }
    }

    @Test
    void p_5_canBeRestartedWithItsLimit() throws Exception {
        server.factory.setMaxConnections(3);
        server.start();
        server.server.stop();
        server.server.start();
        for (int i = 0; i < 5; i++) {
            assertServes();
            server.awaitNoConnections();
        }
    }

    @Test
    void fcgi_5_2_5_answersARequestWhoseParametersTakeTooLong() throws Exception {
        server.factory.setMultiplexing(true);
        server.factory.setParamsMillis(300);
        server.start();
        try (FcgiClient client = server.connect()) {
            client.write(new Records()
                    .begin(1, true)
                    .record(RecordType.PARAMS, 1, new byte[] {14, 1, 'R'}, 0, 3)
                    .bytes());
            assertThat(client.response(1).text()).startsWith("Status: 408 Request Timeout\r\n");
            client.write(new Records()
                    .params(1, params("GET", "/hello"))
                    .end(RecordType.STDIN, 1)
                    .raw(Records.get(2, true, "/hello").bytes())
                    .bytes());
            assertThat(client.response(2).body()).isEqualTo("hello");
        }
        assertThat(server.factory.capacity().incompleteBytes()).isZero();
        assertServes();
    }

    /** Neighbours that come and go do not win it time. */
    @Test
    void fcgi_5_2_5_countsTheTimeOfEachRequest() throws Exception {
        server.factory.setMultiplexing(true);
        server.factory.setParamsMillis(500);
        server.start();
        try (FcgiClient client = server.connect()) {
            client.write(new Records().begin(1, true).bytes());
            boolean late = false;
            for (int i = 0; !late && i < 2000; i++) {
                client.write(Records.get(2, true, "/hello").bytes());
                FcgiClient.Response response = client.nextResponse().getValue();
                late = response.text().startsWith("Status: 408 ");
                assertThat(late || response.body().equals("hello")).isTrue();
                TimeUnit.MILLISECONDS.sleep(5);
            }
            assertThat(late).isTrue();
        }
    }

    /** Nor do those that were there before it. */
    @Test
    void fcgi_5_2_5_countsTheTimeOfEachRequestFromItsBeginning() throws Exception {
        server.factory.setMultiplexing(true);
        server.factory.setParamsMillis(500);
        server.start();
        Records begun = new Records();
        for (int id = 1; id <= 20; id++) {
            begun.begin(id, true);
        }
        try (FcgiClient client = server.connect()) {
            client.write(begun.bytes());
            boolean late = false;
            for (int id = 1; !late && id <= 20; id++) {
                TimeUnit.MILLISECONDS.sleep(300);
                client.write(new Records()
                        .params(id, params("GET", "/hello"))
                        .end(RecordType.STDIN, id)
                        .bytes());
                late = client.nextResponse().getValue().text().startsWith("Status: 408 ");
            }
            assertThat(late).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "01", // half a header
                "0109000000200000 00", // half a question
                "0164000500200000 00", // half a record that is ignored
                "0101000100080000 0001" // half of BEGIN_REQUEST
            })
    void fcgi_5_2_5_closesAConnectionThatStopsInsideARecord(String hex) throws Exception {
        server.factory.setParamsMillis(300);
        server.start();
        try (FcgiClient client = server.connect()) {
            client.write(Records.get(1, true, "/hello").bytes()).response(1);
            client.write(HexFormat.of().parseHex(hex.replace(" ", "")));
            assertThat(client.closed()).isTrue();
        }
        assertServes();
    }

    @Test
    void fcgi_5_2_5_doesNotLimitTheTimeOfABody() throws Exception {
        server.factory.setParamsMillis(100);
        server.start();
        try (FcgiClient client = server.connect()) {
            byte[] request = Records.post(1, true, "/echo", new byte[] {'s', 'l', 'o', 'w'})
                    .bytes();
            client.write(Arrays.copyOf(request, request.length - 14));
            server.awaitRead(client);
            TimeUnit.MILLISECONDS.sleep(400);
            client.write(Arrays.copyOfRange(request, request.length - 14, request.length));
            assertThat(client.response(1).body()).isEqualTo("slow");
        }
    }

    @Test
    void p_13_closesAConnectionThatSaysNothing() throws Exception {
        server.factory.setFirstByteMillis(200);
        server.connector.setIdleTimeout(600_000);
        server.start();
        try (FcgiClient silent = server.connect();
                FcgiClient client = server.connect()) {
            client.write(Records.get(1, true, "/hello").bytes()).response(1);
            assertThat(silent.closed()).isTrue();
            assertThat(client.write(Records.get(1, true, "/hello").bytes())
                            .response(1)
                            .body())
                    .as("a connection that was used is idle")
                    .isEqualTo("hello");
        }
    }

    @Test
    void fcgi_5_3_3_refusesARequestThatKeepsItsNeighboursFromBeingRead() throws Exception {
        server.factory.setMultiplexing(true);
        server.factory.setStallMillis(300);
        server.start();
        try (FcgiClient client = server.connect()) {
            byte[] body = new byte[200_000];
            client.write(Records.post(1, true, "/wait", body).bytes());
            server.awaitLatch("waiting");
            client.write(Records.get(2, true, "/hello").bytes());
            assertThat(client.response(1).text()).startsWith("Status: 503 ");
            assertThat(client.response(2).body()).isEqualTo("hello");
            await().until(() -> server.factory.getOpenRequests() == 1); // the application still runs
            server.latch("go").countDown();
            await().until(() -> server.factory.getOpenRequests() == 0);
            client.write(Records.get(1, true, "/hello").bytes());
            assertThat(client.response(1).body()).isEqualTo("hello");
        }
        assertServes();
    }

    @Test
    void fcgi_5_3_3_dropsTheBodyOfARequestThatIsAnswering() throws Exception {
        server.factory.setMultiplexing(true);
        server.factory.setStallMillis(300);
        server.on("/answer", (request, response, callback) -> {
            Content.Sink.write(response, false, "begun ", Callback.NOOP);
            server.awaitLatch("go");
            Content.Sink.write(response, true, "done", callback);
        });
        server.start();
        try (FcgiClient client = server.connect()) {
            client.write(Records.post(1, true, "/answer", new byte[200_000]).bytes());
            client.write(Records.get(2, true, "/hello").bytes());
            assertThat(client.response(2).body()).isEqualTo("hello");
            server.latch("go").countDown();
            assertThat(client.response(1).body()).isEqualTo("begun done");
        }
        assertServes();
    }

    /** What else its application may do: it has had all the time and all the bytes there are. */
    @Test
    void fcgi_5_3_3_tellsTheApplicationWhoseResponseIsCut() throws Exception {
        server.factory.setMultiplexing(true);
        server.factory.setStallMillis(300);
        server.factory.setAbortMillis(300);
        server.factory.setMaxUnreadBytes(100_000);
        server.on("/answer", (request, response, callback) -> {
            request.addFailureListener(x -> {
                server.failures.put("/answer", x);
                callback.failed(x);
            });
            Content.Sink.write(response, false, "begun", Callback.NOOP);
            request.consumeAvailable();
        });
        server.start();
        try (FcgiClient client = server.connect()) {
            client.write(Records.post(1, true, "/answer", new byte[200_000]).bytes());
            assertThat(client.next()).isInstanceOf(WebServerEvent.Output.class);
            assertThatThrownBy(client::next).hasMessageContaining("reset");
        }
        server.awaitFailure("/answer");
        assertThat(server.failures.get("/answer")).isInstanceOf(TimeoutException.class);
        assertServes();
    }

    @Test
    void fcgi_5_4_3_endsAnAbortedRequestWhoseApplicationDoesNotReturn() throws Exception {
        server.factory.setAbortMillis(300);
        server.start();
        try (FcgiClient client = server.connect()) {
            client.write(Records.get(1, true, "/wait").bytes());
            server.awaitLatch("waiting");
            client.write(new Records().abort(1).bytes());
            FcgiClient.Response ended = client.response(1);
            assertThat(ended.text()).isEmpty();
            assertThat(ended.protocolStatus()).isZero();
            client.write(Records.get(1, true, "/hello").bytes());
            assertThat(client.response(1).body()).isEqualTo("hello");
            server.latch("go").countDown();
            await().until(() -> server.factory.getOpenRequests() == 0);
            client.write(Records.get(1, true, "/hello").bytes());
            assertThat(client.response(1).body())
                    .as("what the application still wrote is dropped")
                    .isEqualTo("hello");
        }
        assertServes();
    }

    @ParameterizedTest
    @EnumSource
    void fcgi_5_4_9_takesTheEndOfInputAsTold(HalfClose halfClose) throws Exception {
        server.factory.setHalfClose(halfClose);
        server.start();
        try (FcgiClient client = server.connect()) {
            client.write(Records.get(1, true, "/wait").bytes());
            server.awaitLatch("waiting");
            client.shutdownOutput();
            if (halfClose == HalfClose.ABORT) {
                server.awaitFailure("/wait");
                server.latch("go").countDown();
            } else {
                server.awaitInputShutdown();
                server.latch("go").countDown();
                assertThat(client.response(1).body()).isEqualTo("waited");
                assertThat(server.failures).isEmpty();
            }
            assertThat(client.closed()).isTrue();
        }
        server.awaitNoConnections();
        assertServes();
    }

    /** Half a body is never taken for a whole one, nor half the parameters for a request. */
    @Test
    void fcgi_5_4_9_failsWhatIsIncompleteAtTheEndOfInput() throws Exception {
        server.factory.setHalfClose(HalfClose.ANSWER);
        server.factory.setMultiplexing(true);
        server.start();
        try (FcgiClient client = server.connect()) {
            client.write(new Records()
                    .begin(1, true)
                    .params(1, params("POST", "/length"))
                    .stdin(1, "half")
                    .begin(2, true)
                    .bytes());
            client.shutdownOutput();
            server.awaitFailure("/length");
            assertThat(server.failures.get("/length")).hasMessageContaining("ended after 4 bytes");
            assertThat(client.response(1).text()).startsWith("Status: 500 ");
            assertThat(client.closed()).isTrue();
        }
        server.awaitNoConnections();
        assertServes();
    }

    @Test
    void p_18_neighboursDoNotHoldUpTheResetForEver() throws Exception {
        server.factory.setMultiplexing(true);
        server.factory.setDrainMillis(300);
        server.start();
        try (FcgiClient client = server.connect()) {
            client.write(Records.get(1, true, "/wait").bytes());
            server.awaitLatch("waiting");
            client.write(Records.get(2, true, "/throw-late").bytes());
            assertThatThrownBy(() -> {
                        while (true) {
                            client.next();
                        }
                    })
                    .hasMessageContaining("reset");
        }
        server.latch("go").countDown();
        assertServes();
    }

    /** It must not take the room of a request for ever. */
    @Test
    void p_5_forgetsAnApplicationThatNeverCompletesAnAbortedRequest() throws Exception {
        server.factory.setAbortMillis(300);
        AtomicReference<Callback> forgotten = new AtomicReference<>();
        server.on("/forget", (request, response, callback) -> {
            forgotten.set(callback);
            server.latch("forgotten").countDown();
        });
        server.start();
        try (FcgiClient client = server.connect()) {
            client.write(Records.get(1, true, "/forget").bytes());
            server.awaitLatch("forgotten");
            assertThat(server.factory.getOpenRequests()).isEqualTo(1);
        }
        assertServes();
        Objects.requireNonNull(forgotten.get()).succeeded();
        await().until(() -> server.factory.getOpenRequests() == 0); // given back once
    }

    /** Its place was the former start's. */
    @Test
    void p_5_forgetsARequestThatOutlivesARestart() throws Exception {
        CompletableFuture<Callback> outliving = new CompletableFuture<>();
        server.on("/outlive", (request, response, callback) -> outliving.complete(callback));
        server.start();
        try (FcgiClient client = server.connect()) {
            client.write(Records.get(1, true, "/outlive").bytes());
            Callback callback = outliving.get(20, TimeUnit.SECONDS);
            server.server.stop();
            server.server.start();
            callback.succeeded();
        }
        assertThat(server.factory.getOpenRequests()).isZero();
        assertServes();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "maxConnections", "maxRequests", "maxRequestsPerConnection", "maxIncompleteBytes", "bodyWindowBytes",
                "firstByteMillis", "paramsMillis", "stallMillis", "abortMillis", "maxParams"
            })
    void refusesNonsense(String property) throws Exception {
        Arrays.stream(FcgiConnectionFactory.class.getMethods())
                .filter(method -> method.getName().equalsIgnoreCase("set" + property))
                .findAny()
                .orElseThrow()
                .invoke(server.factory, 0);
        assertThatThrownBy(server::start).hasMessage(property + " is 0: it must be at least 1");
    }
}
