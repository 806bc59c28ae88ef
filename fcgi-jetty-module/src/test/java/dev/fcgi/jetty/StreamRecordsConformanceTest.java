package dev.fcgi.jetty;

import static dev.fcgi.jetty.TestServer.params;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fcgi.core.RecordType;
import dev.fcgi.jetty.FcgiClient.Response;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** FastCGI 1.0, section 3.3: stream records and discrete records. */
class StreamRecordsConformanceTest extends StartedServerTest {
    private static Map<String, String> postParams(String target, int contentLength) {
        return contentLength < 0
                ? params("POST", target)
                : params("POST", target, "CONTENT_LENGTH", Integer.toString(contentLength));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7})
    void fcgi_3_3_15_recordBoundariesMeanNothing(int length) throws Exception {
        Map<String, String> params = params("POST", "/mirror?q", "HTTP_X", "v".repeat(200), "CONTENT_LENGTH", "300");
        Records whole = new Records()
                .begin(1, true)
                .params(1, params)
                .stdin(1, "body".repeat(75))
                .end(RecordType.STDIN, 1);
        try (FcgiClient client = server.connect()) {
            Response expected = client.write(whole.bytes()).response(1);
            assertThat(expected.body()).contains("\nX: vvv").endsWith("bodybody");
            client.write(Rewritten.inPieces(whole, length).bytes());
            assertThat(client.response(1)).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {5, -1})
    void fcgi_3_3_16_anEmptyRecordEndsTheStream(int contentLength) throws Exception {
        server.on("/ends", (request, response, callback) -> {
            StringBuilder seen = new StringBuilder(read(request, 5)).append(' ').append(request.read());
            server.latch("read").countDown();
            server.awaitLatch("ended");
            for (int i = 0; i < 3; i++) {
                Content.Chunk end = request.read();
                seen.append(' ').append(end.isLast()).append(end.remaining()).append(Content.Chunk.isFailure(end));
            }
            response.write(true, ISO_8859_1.encode(seen.toString()), callback);
        });
        try (FcgiClient client = server.connect()) {
            client.write(new Records()
                    .begin(1, true)
                    .params(1, postParams("/ends", contentLength))
                    .stdin(1, "hello")
                    .bytes());
            server.awaitLatch("read");
            client.write(new Records().end(RecordType.STDIN, 1).bytes());
            server.awaitRead(client);
            server.latch("ended").countDown();
            assertThat(client.response(1).body()).isEqualTo("hello null true0false true0false true0false");
            assertServes(client);
        }
    }

    /** Reads so many bytes, and no end. */
    private static String read(Request request, int length) throws InterruptedException {
        StringBuilder text = new StringBuilder();
        while (text.length() < length) {
            Content.Chunk chunk = request.read();
            if (chunk == null) {
                CountDownLatch available = new CountDownLatch(1);
                request.demand(available::countDown);
                available.await(20, TimeUnit.SECONDS);
            } else {
                text.append(ISO_8859_1.decode(chunk.getByteBuffer()));
                chunk.release();
                assertThat(chunk.isLast()).isFalse();
            }
        }
        return text.toString();
    }

    @ParameterizedTest
    @EnumSource(names = {"PARAMS", "STDIN"})
    void fcgi_3_3_17_contentBehindTheEndOfItsStreamFailsTheRequest(RecordType type) throws Exception {
        Records request = new Records().begin(1, true).params(1, params("POST", "/wait-and-read"));
        if (type == RecordType.STDIN) {
            request.stdin(1, "abc").end(RecordType.STDIN, 1);
        }
        try (FcgiClient client = server.connect()) {
            client.write(request.bytes());
            server.awaitLatch("waiting");
            byte[] more = "x".getBytes(ISO_8859_1);
            client.write(new Records().record(type.code(), 1, more).bytes());
            server.awaitFailure("/wait-and-read");
            client.write(new Records()
                    .stdin(1, more)
                    .record(type.code(), 1, more)
                    .end(type, 1)
                    .bytes());
            server.awaitRead(client);
            server.latch("go").countDown();
            assertThat(client.response(1).head()).startsWith("Status: 400 ");
            assertServes(client);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 7, 9, 16, 1000})
    void fcgi_3_3_18_aBeginRequestHasEightBytes(int length) throws Exception {
        byte[] body = new byte[length];
        if (length > 2) {
            body[1] = 1;
            body[2] = 1;
        }
        Records begin = new Records().record(RecordType.BEGIN_REQUEST.code(), 1, body);
        assertBreaksTheProtocol(begin);
        assertBreaksTheProtocol(begin.params(1, params("GET", "/hello")).end(RecordType.STDIN, 1));
        assertThat(server.handled).hasValue(0);
    }

    /** The web server leaves anywhere in a request. What is a header, content or padding is never more than it was. */
    @ParameterizedTest
    @ValueSource(ints = {5, -1})
    void fcgi_3_3_21_aConnectionThatEndsInsideARecordGivesNoPartialRequest(int contentLength) throws Exception {
        Queue<String> run = new ConcurrentLinkedQueue<>();
        Queue<String> complete = new ConcurrentLinkedQueue<>();
        server.on("/cut", (request, response, callback) -> {
            String cut = request.getHttpURI().getQuery();
            run.add(cut);
            try {
                complete.add(cut + Content.Source.asString(request, ISO_8859_1));
                callback.succeeded();
            } catch (IOException x) {
                callback.failed(x);
            }
        });
        List<String> cuts = new ArrayList<>();
        List<String> cutsBehindParams = new ArrayList<>();
        for (int cut = 0; ; cut++) {
            String query = String.format("%04d", cut);
            Records records = new Records().begin(1, true).params(1, postParams("/cut?" + query, contentLength));
            int params = records.bytes().length;
            byte[] bytes = records.stdin(1, "hello").end(RecordType.STDIN, 1).bytes();
            if (cut == bytes.length) {
                break;
            }
            cuts.add(query);
            if (cut >= params) {
                cutsBehindParams.add(query);
            }
            try (FcgiClient client = server.connect()) {
                client.write(ByteBuffer.wrap(bytes, 0, cut));
            }
        }
        assertThat(cuts).hasSizeGreaterThan(200);
        server.awaitNoConnections();
        try (FcgiClient client = server.connect()) {
            Records whole = new Records().begin(1, true).params(1, postParams("/cut?whole", contentLength));
            client.write(whole.stdin(1, "hello").end(RecordType.STDIN, 1).bytes());
            client.response(1);
            assertServes(client);
        }
        TestServer.await().untilAsserted(() -> assertThat(server.running).isEmpty());
        assertThat(complete).containsExactly("wholehello");
        cutsBehindParams.add("whole");
        assertThat(cutsBehindParams).containsAll(run);
    }
}
