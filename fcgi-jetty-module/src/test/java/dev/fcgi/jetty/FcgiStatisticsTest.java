package dev.fcgi.jetty;

import static dev.fcgi.jetty.TestServer.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fcgi.core.WebServerEvent;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.annotation.ManagedAttribute;
import org.junit.jupiter.api.Test;

/** What is counted of connections and requests, each once. */
class FcgiStatisticsTest extends StartedServerTest {
    private FcgiStatistics statistics() {
        return server.factory.getStatistics();
    }

    private void assertEnded(String outcome, long count) {
        Map<String, Long> expected =
                new TreeMap<>(Map.of("completed", 0L, "aborted", 0L, "cut", 0L, "invalid", 0L, "refused", 0L));
        expected.put(outcome, count);
        await().untilAsserted(() -> assertThat(statistics().getRequests()).isEqualTo(expected));
    }

    private long faults(String reason) {
        return statistics().getProtocolErrors().getOrDefault(reason, -1L);
    }

    @Test
    void countsConnectionsAndBytes() throws Exception {
        try (FcgiClient first = server.connect();
                FcgiClient second = server.connect()) {
            byte[] request = Records.get(1, true, "/hello").bytes();
            first.write(request).response(1);
            second.write(request).response(1);
            assertThat(statistics().getConnections()).isEqualTo(2);
            assertThat(statistics().getOpenConnections()).isEqualTo(2);
            assertThat(statistics().getBytesIn()).isEqualTo(2L * request.length);
            assertThat(statistics().getBytesOut())
                    .isEqualTo(server.connector.getConnectedEndPoints().stream()
                            .mapToLong(endPoint -> endPoint.getConnection().getBytesOut())
                            .sum())
                    .isPositive();
        }
        server.awaitNoConnections();
        await().until(() -> statistics().getOpenConnections() == 0);
        assertThat(statistics().getConnections()).isEqualTo(2);
        assertEnded("completed", 2);
    }

    @Test
    void aResponseIsCompletedWhateverItsStatus() throws Exception {
        exchange(Records.get(1, true, "/status?s=404"));
        assertThat(server.handled.get()).isPositive();
        assertEnded("completed", 2); // exchange() asks once more
    }

    /** {@return a web server whose request an application has, and does not answer} */
    private FcgiClient held() throws Exception {
        server.on("/held", (request, response, callback) -> {
            request.addFailureListener(callback::failed);
            server.latch("held").countDown();
        });
        FcgiClient client = server.connect();
        client.write(Records.get(1, true, "/held").bytes());
        server.awaitLatch("held");
        return client;
    }

    @Test
    void countsAnAbortOnce() throws Exception {
        try (FcgiClient client = held()) {
            client.write(new Records().abort(1).bytes());
            assertThat(client.next()).isInstanceOf(WebServerEvent.EndRequest.class);
        }
        assertEnded("aborted", 1);
    }

    @Test
    void aWebServerThatLeavesAbortsItsRequests() throws Exception {
        held().close();
        assertEnded("aborted", 1);
    }

    @Test
    void countsAResponseThatBreaksOff() throws Exception {
        server.on(
                "/cut",
                (request, response, callback) -> response.write(
                        false,
                        ByteBuffer.allocate(100),
                        Callback.from(
                                () -> callback.failed(new IllegalStateException("on purpose")), callback::failed)));
        try (FcgiClient client = server.connect()) {
            client.write(Records.get(1, true, "/cut").bytes());
            client.next();
            assertThat(client.gone()).isTrue();
        }
        assertEnded("cut", 1);
    }

    @Test
    void countsWhatIsNoValidRequest() throws Exception {
        server.once(Records.get(1, false, Map.of("REQUEST_METHOD", "GET")));
        assertEnded("invalid", 1);
        assertThat(statistics().getProtocolErrors().values()).allMatch(count -> count == 0);
    }

    @Test
    void countsARefusal() throws Exception {
        restart(configured -> configured.factory.setMaxParams(5));
        server.once(Records.get(1, false, TestServer.params("GET", "/hello")));
        assertEnded("invalid", 1);
        assertThat(faults("too-many-params")).isEqualTo(1);
        assertThat(statistics().getBrokenConnections()).isZero();
    }

    @Test
    void countsOverload() throws Exception {
        restart(configured -> configured.factory.setMaxIncompleteBytes(10));
        server.once(Records.get(1, false, TestServer.params("GET", "/hello")));
        assertEnded("refused", 1);
        assertThat(faults("overloaded")).isEqualTo(1);
    }

    @Test
    void countsWhatBreaksAConnection() throws Exception {
        assertBreaksTheProtocol(new Records().hex("09 09 00 01 00 00 00 00"));
        assertThat(faults("unknown-version")).isEqualTo(1);
        assertThat(statistics().getBrokenConnections()).isEqualTo(1);
        assertEnded("completed", 0);
    }

    /** Whoever looks at them with JMX sees what they are, and of what. */
    @Test
    void everyCounterSaysWhatItCounts() {
        assertThat(FcgiStatistics.class.getMethods())
                .filteredOn(method ->
                        method.getName().startsWith("get") && method.getDeclaringClass() == FcgiStatistics.class)
                .hasSize(7)
                .allSatisfy(method -> assertThat(
                                method.getAnnotation(ManagedAttribute.class).value())
                        .containsPattern("^(connections|requests|bytes|faults) "));
        assertThat(server.factory.getBean(FcgiStatistics.class)).isSameAs(statistics());
    }
}
