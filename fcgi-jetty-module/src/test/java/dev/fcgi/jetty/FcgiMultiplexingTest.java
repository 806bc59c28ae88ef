package dev.fcgi.jetty;

import static dev.fcgi.jetty.TestServer.await;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fcgi.core.WebServerEvent;
import java.io.InputStream;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.junit.jupiter.api.Test;

/** Many requests at once on one connection. */
class FcgiMultiplexingTest extends StartedServerTest {
    FcgiMultiplexingTest() {
        server.factory.setMultiplexing(true);
    }

    private static byte[] captured(String name) throws Exception {
        try (InputStream in = FcgiMultiplexingTest.class.getResourceAsStream("/records/" + name)) {
            String hex = new String(Objects.requireNonNull(in).readAllBytes(), UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .collect(Collectors.joining());
            return HexFormat.of().parseHex(hex);
        }
    }

    /** The client of request 11 had left, and HAProxy did not say so. */
    @Test
    void servesTheConnectionOfARealWebServer() throws Exception {
        for (String path : List.of("/w", "/m1", "/m2", "/m3", "/m4", "/abort")) {
            server.on(path, (request, response, callback) -> {
                server.awaitLatch("go");
                Content.Sink.write(
                        response, true, path + " for " + request.getHeaders().get("Host"), callback);
            });
        }
        try (FcgiClient client = server.connect()) {
            client.write(captured("haproxy-2.6.12-multiplexed.hex"));
            assertThat(client.next())
                    .isInstanceOfSatisfying(
                            WebServerEvent.GetValuesResult.class,
                            result -> assertThat(result.values().size()).isEqualTo(2));
            await().until(() -> server.factory.getOpenRequests() == 6);
            server.latch("go").countDown();
            Map<Integer, String> answered = new TreeMap<>();
            for (int i = 0; i < 6; i++) {
                Map.Entry<Integer, FcgiClient.Response> response = client.nextResponse();
                answered.put(response.getKey(), response.getValue().body());
            }
            String host = " for 127.0.0.1:21280";
            assertThat(answered)
                    .isEqualTo(Map.of(
                            1,
                            "/w" + host,
                            3,
                            "/m1" + host,
                            5,
                            "/m2" + host,
                            7,
                            "/m3" + host,
                            9,
                            "/m4" + host,
                            11,
                            "/abort" + host));
            client.write(Records.get(13, true, "/hello").bytes());
            assertThat(client.response(13).body()).isEqualTo("hello");
        }
    }

    @Test
    void answersFiftyRequestsThatAllRunAtOnce() throws Exception {
        AtomicInteger arrived = new AtomicInteger();
        Queue<Runnable> answers = new ConcurrentLinkedQueue<>();
        server.on("/all", (request, response, callback) -> {
            String tag = Request.extractQueryParameters(request).getValue("tag");
            answers.add(() -> Content.Sink.write(response, true, tag, callback));
            if (arrived.incrementAndGet() == 50) {
                answers.forEach(Runnable::run);
            }
        });
        try (FcgiClient client = server.connect()) {
            Records requests = new Records();
            for (int id = 1; id <= 50; id++) {
                requests.raw(Records.get(id, true, "/all?tag=" + id * 7).bytes());
            }
            client.write(requests.bytes());
            for (int i = 0; i < 50; i++) {
                Map.Entry<Integer, FcgiClient.Response> response = client.nextResponse();
                assertThat(response.getValue().body()).isEqualTo(String.valueOf(response.getKey() * 7));
            }
        }
    }
}
