package dev.fcgi.jetty;

import static dev.fcgi.jetty.Records.content;
import static dev.fcgi.jetty.Records.get;
import static dev.fcgi.jetty.Records.post;
import static dev.fcgi.jetty.TestServer.await;
import static dev.fcgi.jetty.TestServer.params;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fcgi.core.RecordType;
import dev.fcgi.core.WebServerEvent;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** FastCGI 1.0, section 3.3: the request ID, and when it is active. */
class RequestIdsConformanceTest extends StartedServerTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 255, 256, 32767, 32768, 65535})
    void fcgi_3_3_8_theAnswerHasTheIdOfTheRequest(int requestId) throws Exception {
        try (FcgiClient client = server.connect()) {
            client.write(post(requestId, true, "/echo", content(100)).bytes());
            assertThat(client.response(requestId).bodyBytes()).isEqualTo(content(100));
            assertServes(client);
        }
    }

    @Test
    void fcgi_3_3_9_anIdCanBeUsedAgainOnceItsRequestHasEnded() throws Exception {
        try (FcgiClient client = server.connect()) {
            for (int i = 0; i < 1000; i++) {
                byte[] body = Integer.toString(i).getBytes(ISO_8859_1);
                client.write(post(1, true, "/echo", body).bytes());
                assertThat(client.response(1).body()).isEqualTo(Integer.toString(i));
            }
            assertThat(server.connector.getConnectedEndPoints()).hasSize(1);
        }
    }

    /** Never begun, begun and ended, and beside another that is active. */
    @ParameterizedTest
    @CsvSource({
        "STDIN, x",
        "STDIN, ''",
        "PARAMS, x",
        "PARAMS, ''",
        "DATA, x",
        "DATA, ''",
        "ABORT_REQUEST, ''",
        "END_REQUEST, 12345678",
        "STDOUT, x",
        "STDERR, x"
    })
    void fcgi_3_3_10_recordsOfAnInactiveIdAreIgnored(RecordType type, String content) throws Exception {
        byte[] stray = new Records()
                .record(type.code(), 7, content.getBytes(ISO_8859_1))
                .bytes();
        try (FcgiClient client = server.connect()) {
            client.write(stray);
            assertServes(client);
            client.write(new Records()
                    .raw(stray)
                    .raw(post(7, true, "/echo", content(10)).bytes())
                    .bytes());
            assertThat(client.response(7).bodyBytes()).isEqualTo(content(10));
            client.write(stray);
            assertServes(client);
            client.write(new Records()
                    .begin(1, true)
                    .raw(stray)
                    .params(1, params("POST", "/echo"))
                    .raw(stray)
                    .stdin(1, "own")
                    .raw(stray)
                    .end(RecordType.STDIN, 1)
                    .bytes());
            assertThat(client.response(1).body()).isEqualTo("own");
        }
    }

    @Test
    void fcgi_3_3_11_whatArrivesBehindEndRequestIsIgnored() throws Exception {
        try (FcgiClient client = server.connect()) {
            client.write(new Records()
                    .begin(1, true)
                    .params(1, params("POST", "/ignore-body"))
                    .bytes());
            assertThat(client.response(1).body()).isEqualTo("ignored");
            Records late = new Records().stdin(1, new byte[10 << 20]).end(RecordType.STDIN, 1);
            client.write(late.bytes());
            client.write(post(1, true, "/echo", content(1000)).bytes());
            assertThat(client.response(1).bodyBytes()).isEqualTo(content(1000));
            assertServes(client);
        }
    }

    @Test
    void fcgi_3_3_11_readingBehindEndRequestFails() throws Exception {
        server.on("/read-on", (request, response, callback) -> {
            Content.Sink.write(response, true, "early", Callback.NOOP);
            try (InputStream body = Content.Source.asInputStream(request)) {
                body.transferTo(OutputStream.nullOutputStream());
            } catch (IOException x) {
                server.failures.put("/read-on", x);
            }
            callback.succeeded();
        });
        try (FcgiClient client = server.connect()) {
            client.write(new Records()
                    .begin(1, true)
                    .params(1, params("POST", "/read-on"))
                    .stdin(1, "half")
                    .bytes());
            assertThat(client.response(1).body()).isEqualTo("early");
            Records rest = new Records().stdin(1, "the rest").end(RecordType.STDIN, 1);
            client.write(rest.bytes());
            server.awaitFailure("/read-on");
            assertServes(client);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void fcgi_3_3_12_aBeginForAnActiveIdFailsAllRequestsOfTheConnection(boolean multiplexing) throws Exception {
        restart(server -> server.factory.setMultiplexing(multiplexing));
        int requestId = multiplexing ? 2 : 1;
        try (FcgiClient client = server.connect()) {
            client.write(get(1, true, "/wait").bytes());
            server.awaitLatch("waiting");
            if (multiplexing) {
                client.write(new Records().begin(2, true).bytes());
            }
            client.write(new Records().begin(requestId, true).bytes());
            server.awaitFailure("/wait");
            assertThat(client.gone()).isTrue();
        }
        server.awaitNoConnections();
        assertThat(server.factory.getProtocolErrors()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(
            value = RecordType.class,
            names = {"GET_VALUES", "GET_VALUES_RESULT", "UNKNOWN_TYPE"},
            mode = EnumSource.Mode.EXCLUDE)
    void fcgi_3_3_13_anApplicationRecordWithIdZeroEndsTheConnection(RecordType type) throws Exception {
        Records record = new Records().record(type.code(), 0, new byte[] {0, 1, 1, 0, 0, 0, 0, 0});
        assertBreaksTheProtocol(record);
        assertBreaksTheProtocol(get(1, true, "/wait").raw(record.bytes()));
        assertBreaksTheProtocol(new Records().record(type.code(), 0, new byte[0]));
    }

    private static Records question(int requestId) {
        byte[] names = Records.encode(Map.of("FCGI_MPXS_CONNS", ""));
        return new Records().record(RecordType.GET_VALUES.code(), requestId, names);
    }

    @Test
    void fcgi_3_3_14_getValuesWithTheIdOfNoRequestIsIgnored() throws Exception {
        try (FcgiClient client = server.connect()) {
            client.write(question(7).bytes());
            assertServes(client);
            client.write(question(1).bytes());
            assertServes(client);
        }
    }

    @Test
    void fcgi_3_3_14_getValuesWithTheIdOfARequestFailsIt() throws Exception {
        try (FcgiClient client = server.connect()) {
            Records amidParams = new Records().begin(1, true).raw(question(1).bytes());
            client.write(amidParams.params(1, params("GET", "/hello")).bytes());
            assertThat(client.response(1).head()).startsWith("Status: 400 ");
            assertThat(server.handled).hasValue(0);
            assertServes(client);
            client.write(new Records()
                    .begin(1, true)
                    .params(1, params("POST", "/wait-and-read"))
                    .bytes());
            server.awaitLatch("waiting");
            client.write(question(1).bytes());
            server.awaitFailure("/wait-and-read");
            server.latch("go").countDown();
            assertThat(client.response(1).head()).startsWith("Status: 400 ");
            assertServes(client);
        }
    }

    @Test
    void fcgi_3_3_19_requestsAreInterleavedRecordByRecord() throws Exception {
        restart(server -> server.factory.setMultiplexing(true));
        List<Integer> ids = IntStream.rangeClosed(1, 50).boxed().toList();
        Records records = new Records();
        ids.forEach(id -> records.begin(id, true));
        byte[][] params = new byte[51][];
        ids.forEach(id -> params[id] = Records.encode(params("POST", "/mirror", "HTTP_X", "x" + id)));
        for (int i = 0; i < params[50].length; i++) {
            for (int id : ids) {
                if (i < params[id].length) {
                    records.record(RecordType.PARAMS, id, params[id], i, 1);
                }
            }
        }
        ids.forEach(id -> records.end(RecordType.PARAMS, id));
        ids.forEach(id -> records.stdin(id, "body "));
        ids.forEach(id -> records.stdin(id, Integer.toString(id)));
        ids.forEach(id -> records.end(RecordType.STDIN, id));
        try (FcgiClient client = server.connect()) {
            client.write(records.bytes());
            String[] outputs = outputs(client, 50);
            for (int id : ids) {
                assertThat(outputs[id]).contains("\nX: x" + id + "\n").endsWith("\n\nbody " + id);
            }
            assertServes(client);
        }
    }

    /** Reads the responses to requests 1 to {@code requests}, in any order. */
    private static String[] outputs(FcgiClient client, int requests) throws IOException {
        StringBuilder[] outputs = new StringBuilder[requests + 1];
        Arrays.setAll(outputs, i -> new StringBuilder());
        for (int ended = 0; ended < requests; ) {
            WebServerEvent event = client.next();
            if (event instanceof WebServerEvent.Output output) {
                outputs[output.requestId()].append(ISO_8859_1.decode(output.content()));
            } else {
                assertThat(event).isInstanceOf(WebServerEvent.EndRequest.class);
                ended++;
            }
        }
        return Arrays.stream(outputs).map(StringBuilder::toString).toArray(String[]::new);
    }

    @Test
    void fcgi_3_3_20_nothingIsKeptOfIdsThatHaveEnded() throws Exception {
        restart(server -> server.factory.setMultiplexing(true));
        try (FcgiClient client = server.connect()) {
            assertServesIds(client, 1, 10_000);
            long before = usedHeap();
            assertServesIds(client, 10_001, 65_535);
            // The smallest entry of a map for each ID would be more than two MiB.
            await().untilAsserted(() -> assertThat(usedHeap()).isLessThan(before + (1 << 20)));
        }
    }

    private static void assertServesIds(FcgiClient client, int first, int last) throws IOException {
        Map<String, String> params = Map.of("REQUEST_METHOD", "GET", "REQUEST_URI", "/hello");
        for (int from = first; from <= last; from += 50) {
            int to = Math.min(from + 49, last);
            Records records = new Records();
            for (int id = from; id <= to; id++) {
                records.raw(get(id, true, params).bytes());
            }
            client.write(records.bytes());
            for (int ended = 0; ended <= to - from; ) {
                if (client.next() instanceof WebServerEvent.EndRequest end) {
                    assertThat(end.body().protocolStatusCode()).isZero();
                    ended++;
                }
            }
        }
    }

    private static long usedHeap() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
