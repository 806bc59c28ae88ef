package dev.fcgi.jetty;

import static dev.fcgi.jetty.Records.content;
import static dev.fcgi.jetty.Records.get;
import static dev.fcgi.jetty.Records.post;
import static dev.fcgi.jetty.TestServer.await;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

/** FastCGI 1.0, section 3.2: many connections. */
class ConnectionsConformanceTest extends StartedServerTest {
    @Test
    void fcgi_3_2_7_manyConnectionsAreServedAtOnce() throws Exception {
        int connections = 200;
        Map<String, Runnable> answers = new ConcurrentHashMap<>();
        server.on("/hold", (request, response, callback) -> {
            String query = String.valueOf(request.getHttpURI().getQuery());
            answers.put(query, () -> response.write(true, UTF_8.encode(query), callback));
        });
        List<FcgiClient> clients = new ArrayList<>();
        try {
            for (int i = 0; i < connections; i++) {
                clients.add(server.connect().write(get(1, false, "/hold?" + i).bytes()));
            }
            await().until(() -> answers.size() == connections);
            answers.values().forEach(Runnable::run);
            for (int i = 0; i < connections; i++) {
                assertThat(clients.get(i).response(1).body()).isEqualTo(Integer.toString(i));
                assertThat(clients.get(i).closed()).isTrue();
            }
        } finally {
            for (FcgiClient client : clients) {
                client.close();
            }
        }
    }

    /** One that is slow to send its request anywhere in it, and one that is slow to read the response. */
    @Test
    void fcgi_3_2_7_aSlowConnectionDelaysNoOther() throws Exception {
        byte[] upload = post(1, true, "/echo", content(1000)).bytes();
        List<FcgiClient> slow = new ArrayList<>();
        try {
            for (int cut : new int[] {3, 20, 100, 600}) {
                FcgiClient client = server.connect();
                slow.add(client);
                client.write(ByteBuffer.wrap(upload, 0, cut));
            }
            FcgiClient reader = server.connectSlow();
            slow.add(reader);
            reader.write(get(1, false, "/large?n=5000000").bytes());
            for (int i = 0; i < 100; i++) {
                assertThat(server.once(get(1, false, "/hello")).body()).isEqualTo("hello");
            }
            assertThat(reader.response(1).body()).hasSize(5_000_000);
        } finally {
            for (FcgiClient client : slow) {
                client.close();
            }
        }
    }
}
