package dev.fcgi.jetty;

import static dev.fcgi.jetty.Records.get;
import static dev.fcgi.jetty.Records.post;
import static dev.fcgi.jetty.TestServer.await;
import static dev.fcgi.jetty.TestServer.params;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fcgi.core.NameValuePairs;
import dev.fcgi.core.RecordType;
import dev.fcgi.core.WebServerEvent;
import dev.fcgi.jetty.FcgiClient.Response;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FcgiConnectionTest extends StartedServerTest {
    @Test
    void fcgi_3_5_1_answersAndClosesWithoutKeepConn() throws Exception {
        Response response = server.once(get(1, false, "/hello"));
        assertThat(response.text())
                .isEqualTo("Status: 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 5\r\n\r\nhello");
        assertThat(response.ended()).isTrue();
        assertThat(response.appStatus()).isZero();
        assertThat(response.protocolStatus()).isZero();
        server.awaitNoConnections();
    }

    @Test
    void fcgi_3_5_2_servesManyRequestsOnAKeptConnection() throws Exception {
        try (FcgiClient client = server.connect()) {
            for (int i = 0; i < 200; i++) {
                assertThat(client.write(get(1, true, "/hello").bytes())
                                .response(1)
                                .body())
                        .isEqualTo("hello");
            }
            assertThat(server.connector.getConnectedEndPoints()).hasSize(1);
        }
        server.awaitNoConnections();
    }

    @Test
    void fcgi_5_5_5_sendsASmallAnswerInOneWrite() throws Exception {
        try (FcgiClient client = server.connect()) {
            client.write(get(1, true, "/hello").bytes()).response(1);
            assertThat(client.reads()).isEqualTo(1);
        }
    }

    @Test
    void servesARequestThatComesByteByByte() throws Exception {
        try (FcgiClient client = server.connect()) {
            for (byte b :
                    post(1, true, "/echo", "some body".getBytes(ISO_8859_1)).bytes()) {
                client.write(new byte[] {b});
            }
            assertThat(client.response(1).body()).isEqualTo("some body");
        }
    }

    @Test
    void servesRequestsWhoseReadsEndAtEveryRecordBoundary() throws Exception {
        try (FcgiClient client = server.connect()) {
            for (int round = 0; round < 20; round++) {
                client.write(new Records().begin(1, true).bytes());
                server.awaitRead(client);
                client.write(new Records().params(1, params("POST", "/echo")).bytes());
                server.awaitRead(client);
                client.write(new Records().stdin(1, "abc").bytes());
                server.awaitRead(client);
                client.write(new Records().end(RecordType.STDIN, 1).bytes());
                assertThat(client.response(1).body()).isEqualTo("abc");
            }
        }
    }

    @Test
    void servesParametersOfMoreThan64KiBAndAPairCutInTwo() throws Exception {
        String value = "v".repeat(70_000);
        byte[] pairs = Records.encode(params("GET", "/facts", "HTTP_X", value));
        Records records = new Records().begin(1, false);
        records.stream(RecordType.PARAMS, 1, Arrays.copyOf(pairs, 41));
        records.stream(RecordType.PARAMS, 1, Arrays.copyOfRange(pairs, 41, pairs.length));
        records.end(RecordType.PARAMS, 1).end(RecordType.STDIN, 1);
        assertThat(server.once(records).body()).endsWith("x=[" + value + "]");
    }

    @Test
    void showsTheClientsConnectionNotTheWebServers() throws Exception {
        Map<String, String> params = params(
                "GET",
                "/facts?q=%2F",
                "HTTPS",
                "on",
                "SERVER_PORT",
                "8443",
                "HTTP_HOST",
                "www.example.test:8443",
                "SERVER_PROTOCOL",
                "HTTP/2.0",
                "HTTP_X",
                "1");
        assertThat(server.once(get(1, false, params)).body())
                .isEqualTo("GET https://www.example.test:8443/facts?q=%2F HTTP/2.0 remote 192.0.2.7:4711"
                        + " local 192.0.2.1:8443 server www.example.test:8443 secure true x=[1]");
    }

    @ParameterizedTest
    @CsvSource({"/a%2Fb, 400", "//a, 400", "/a/%2e%2e/b, 400", "/nothing, 404", "/..%00, 400"})
    void p_9_treatsAmbiguousPathsAsOverHttp(String target, int status) throws Exception {
        assertThat(server.once(get(1, false, target)).head()).startsWith("Status: " + status + " ");
    }

    @ParameterizedTest
    @CsvSource({"REQUEST_METHOD, G T", "CONTENT_LENGTH, x", "HTTP_HOST, a/b", "REQUEST_URI, x", "HTTP_HOST, [::::]"})
    void answersVariablesThatMakeNoRequestWith400AndLivesOn(String name, String value) throws Exception {
        try (FcgiClient client = server.connect()) {
            Response response = client.write(
                            get(1, true, params("GET", "/hello", name, value)).bytes())
                    .response(1);
            assertThat(response.head()).startsWith("Status: 400 Bad Request\r\n");
            assertThat(response.body()).doesNotContain(name).doesNotContain("Exception");
            assertThat(client.write(get(1, true, "/hello").bytes()).response(1).body())
                    .isEqualTo("hello");
        }
        assertThat(server.factory.getBadRequests()).isLessThanOrEqualTo(1);
    }

    @Test
    void fcgi_3_4_11_answersParametersOverALimitWith431AndLivesOn() throws Exception {
        try (FcgiClient client = server.connect()) {
            client.write(get(1, true, params("GET", "/hello", "HTTP_X", "v".repeat(140_000)))
                    .bytes());
            assertThat(client.response(1).head()).startsWith("Status: 431 ");
            client.write(get(1, true, params("GET", "/hello", "HTTP_X", "v".repeat(300_000)))
                    .bytes());
            assertThat(client.response(1).head()).startsWith("Status: 431 ");
            assertThat(client.write(get(1, true, "/hello").bytes()).response(1).body())
                    .isEqualTo("hello");
        }
    }

    @Test
    void fcgi_4_1_5_answersGetValuesWhileARequestRuns() throws Exception {
        try (FcgiClient client = server.connect()) {
            client.write(get(1, true, "/wait").bytes());
            server.awaitLatch("waiting");
            client.write(Records.getValues("FCGI_MPXS_CONNS", "FOO").bytes());
            NameValuePairs values = ((WebServerEvent.GetValuesResult) client.next()).values();
            assertThat(values.size()).isEqualTo(1);
            assertThat(values.name(0)).isEqualTo("FCGI_MPXS_CONNS");
            assertThat(values.valueBytes(0)).containsExactly('0');
            server.latch("go").countDown();
            assertThat(client.response(1).body()).isEqualTo("waited");
        }
    }

    @Test
    void fcgi_3_3_19_servesInterleavedRequestsWhenMultiplexed() throws Exception {
        server.close();
        server = new TestServer();
        server.factory.setMultiplexing(true);
        server.start();
        try (FcgiClient client = server.connect()) {
            Records records = new Records();
            List<Integer> ids = IntStream.rangeClosed(1, 50).boxed().toList();
            ids.forEach(id -> records.begin(id, true));
            ids.forEach(id -> records.stream(RecordType.PARAMS, id, Records.encode(params("POST", "/echo"))));
            ids.forEach(id -> records.end(RecordType.PARAMS, id));
            ids.forEach(id -> records.stdin(id, "body "));
            ids.forEach(id -> records.stdin(id, Integer.toString(id)));
            ids.forEach(id -> records.end(RecordType.STDIN, id));
            client.write(records.bytes());
            StringBuilder[] bodies = new StringBuilder[51];
            Arrays.setAll(bodies, i -> new StringBuilder());
            for (int ended = 0; ended < 50; ) {
                WebServerEvent event = client.next();
                if (event instanceof WebServerEvent.Output output) {
                    bodies[output.requestId()].append(ISO_8859_1.decode(output.content()));
                } else {
                    ended++;
                }
            }
            for (int id = 1; id <= 50; id++) {
                assertThat(bodies[id]).endsWith("\r\n\r\nbody " + id);
            }
        }
    }

    @Test
    void fcgi_3_5_7_closesAnIdleKeptConnection() throws Exception {
        server.connector.setIdleTimeout(200);
        try (FcgiClient client = server.connect()) {
            client.write(get(1, true, "/hello").bytes()).response(1);
            assertThat(client.closed()).isTrue();
        }
        server.awaitNoConnections();
    }

    @Test
    void anIdleKeptConnectionHoldsNoBuffer() throws Exception {
        try (FcgiClient client = server.connect()) {
            client.write(get(1, true, "/hello").bytes()).response(1);
            server.awaitRead(client);
            await().untilAsserted(() -> assertThat(server.bufferPool.getLeaks()).isEmpty());
        }
    }

    @Test
    void finishesARunningRequestWhileStopping() throws Exception {
        server.server.setStopTimeout(20_000);
        try (FcgiClient client = server.connect()) {
            client.write(get(1, true, "/wait").bytes());
            server.awaitLatch("waiting");
            Thread stopper = new Thread(() -> {
                try {
                    server.server.stop();
                } catch (Exception x) {
                    throw new IllegalStateException(x);
                }
            });
            stopper.start();
            await().until(server.connector::isShutdown);
            server.latch("go").countDown();
            assertThat(client.response(1).body()).isEqualTo("waited");
            assertThat(client.closed()).isTrue();
            stopper.join();
        }
    }
}
