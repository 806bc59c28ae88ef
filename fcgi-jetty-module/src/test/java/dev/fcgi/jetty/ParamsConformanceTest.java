package dev.fcgi.jetty;

import static dev.fcgi.jetty.Records.get;
import static dev.fcgi.jetty.TestServer.params;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fcgi.core.RecordType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** FastCGI 1.0, section 5.2. */
class ParamsConformanceTest extends StartedServerTest {
    private final AtomicInteger runs = new AtomicInteger();

    @BeforeEach
    void countRuns() {
        server.on("/run", (request, response, callback) -> {
            runs.incrementAndGet();
            response.write(true, ISO_8859_1.encode("run"), callback);
        });
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void fcgi_5_2_1_pairsComeInAnyOrder(long seed) throws Exception {
        Map<String, String> params = params("GET", "/facts?q=1", "HTTPS", "on", "CONTENT_LENGTH", "0", "HTTP_X", "1");
        List<Map.Entry<String, String>> pairs = new ArrayList<>(params.entrySet());
        Collections.shuffle(pairs, new Random(seed));
        Map<String, String> shuffled = new LinkedHashMap<>();
        pairs.forEach(pair -> shuffled.put(pair.getKey(), pair.getValue()));
        assertThat(exchange(get(1, true, shuffled)).body())
                .isEqualTo("GET https://www.example.test/facts?q=1 HTTP/1.1 remote 192.0.2.7:4711"
                        + " local 192.0.2.1:80 server www.example.test:443 secure true x=[1]");
    }

    /** Whatever of PARAMS has come, and however long ago. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 50, Integer.MAX_VALUE})
    void fcgi_5_2_2_dispatchesOnlyAfterTheEmptyParamsRecord(int sent) throws Exception {
        byte[] pairs = Records.encode(params("GET", "/run"));
        int cut = Math.min(sent, pairs.length);
        try (FcgiClient client = server.connect()) {
            client.write(new Records()
                    .begin(1, true).stream(RecordType.PARAMS, 1, Arrays.copyOf(pairs, cut))
                            .bytes());
            server.awaitRead(client);
            assertNothingFollows(client);
            assertThat(runs).hasValue(0);
            client.write(new Records()
                    .stream(RecordType.PARAMS, 1, Arrays.copyOfRange(pairs, cut, pairs.length))
                            .bytes());
            server.awaitRead(client);
            assertNothingFollows(client);
            assertThat(runs).hasValue(0);
            client.write(new Records().end(RecordType.PARAMS, 1).bytes());
            assertThat(client.response(1).body()).isEqualTo("run");
            client.write(new Records().end(RecordType.STDIN, 1).bytes());
            assertServes(client);
        }
    }

    private void assertRefused(Records records) throws Exception {
        assertThat(exchange(records).head()).startsWith("Status: 400 Bad Request\r\n");
        assertThat(runs).hasValue(0);
        assertThat(server.factory.getBadRequests()).isEqualTo(1);
    }

    @Test
    void fcgi_5_2_3_noPairsAre400() throws Exception {
        assertRefused(get(1, true, Map.of()));
    }

    @Test
    void fcgi_5_2_3_noMethodIs400() throws Exception {
        Map<String, String> params = params("GET", "/run");
        params.remove("REQUEST_METHOD");
        assertRefused(get(1, true, params));
    }

    @Test
    void fcgi_5_2_3_anEmptyMethodIs400() throws Exception {
        assertRefused(get(1, true, params("", "/run")));
    }

    /** Before PARAMS, amid them, and when all but their end is there; the rest of the request is ignored. */
    @ParameterizedTest
    @CsvSource({
        "STDIN, x, 0",
        "STDIN, x, 50",
        "STDIN, x, 10000",
        "STDIN, '', 0",
        "STDIN, '', 50",
        "DATA, x, 0",
        "DATA, x, 50",
        "DATA, x, 10000",
        "DATA, '', 50"
    })
    void fcgi_5_2_4_nothingComesBeforeTheEndOfParams(RecordType type, String content, int sent) throws Exception {
        byte[] pairs = Records.encode(params("POST", "/run"));
        int cut = Math.min(sent, pairs.length);
        Records records = new Records().begin(1, true).stream(RecordType.PARAMS, 1, Arrays.copyOf(pairs, cut));
        records.record(type, 1, content.getBytes(ISO_8859_1), 0, content.length());
        records.stream(RecordType.PARAMS, 1, Arrays.copyOfRange(pairs, cut, pairs.length));
        assertRefused(records.end(RecordType.PARAMS, 1).stdin(1, "body").end(RecordType.STDIN, 1));
    }
}
