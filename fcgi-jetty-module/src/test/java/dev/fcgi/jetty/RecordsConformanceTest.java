package dev.fcgi.jetty;

import static dev.fcgi.jetty.Records.content;
import static dev.fcgi.jetty.Records.get;
import static dev.fcgi.jetty.Records.post;
import static dev.fcgi.jetty.TestServer.params;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fcgi.core.RecordEncoder;
import dev.fcgi.core.RecordType;
import dev.fcgi.core.WebServerEvent;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** FastCGI 1.0, section 3.3: the record. */
class RecordsConformanceTest extends StartedServerTest {
    /** POST /echo with request ID 258. */
    private static final byte[] GOLDEN = Transcript.bytes("""
            01 01 0102 0008 00 00  0001 01 0000000000
            01 04 0102 0026 02 00  0e 04 "REQUEST_METHOD" "POST"  0b 05 "REQUEST_URI" "/echo"  0000
            01 04 0102 0000 00 00
            01 05 0102 0005 03 00  "hello" 000000
            01 05 0102 0000 00 00
            """);

    @ParameterizedTest
    @CsvSource({
        "PARAMS, 258, 772, 0104010203040400",
        "STDOUT, 1, 0, 0106000100000000",
        "STDOUT, 65535, 65535, 0106ffffffff0100",
        "END_REQUEST, 32768, 8, 0103800000080000",
        "GET_VALUES_RESULT, 0, 257, 010a000001010700"
    })
    void fcgi_3_3_1_writesTheEightBytesOfAHeader(RecordType type, int requestId, int contentLength, String hex) {
        ByteBuffer out = ByteBuffer.allocate(8);
        RecordEncoder.header(out, type, requestId, contentLength);
        assertThat(HexFormat.of().formatHex(out.array())).isEqualTo(hex);
    }

    @Test
    void fcgi_3_3_1_readsRecordsThatAreCutAtAnyByte() throws Exception {
        try (FcgiClient client = server.connect()) {
            for (int cut = 1; cut <= GOLDEN.length; cut++) {
                client.write(ByteBuffer.wrap(GOLDEN, 0, cut));
                if (cut < GOLDEN.length) {
                    server.awaitRead(client);
                }
                client.write(ByteBuffer.wrap(GOLDEN, cut, GOLDEN.length - cut));
                assertThat(client.response(258).body()).as("cut at %d", cut).isEqualTo("hello");
            }
        }
    }

    @Test
    void fcgi_3_3_1_readsRecordsThatComeByteByByte() throws Exception {
        try (FcgiClient client = server.connect()) {
            for (byte b : GOLDEN) {
                client.write(new byte[] {b});
                server.awaitRead(client);
            }
            assertThat(client.response(258).body()).isEqualTo("hello");
            assertServes(client);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2, 255})
    void fcgi_3_3_2_closesForAnotherVersionWithoutAReply(int version) throws Exception {
        byte[] request = get(1, true, "/hello").bytes();
        request[0] = (byte) version;
        assertBreaksTheProtocol(new Records().raw(request));
        assertThat(server.handled).hasValue(0);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7, 8, 9, 65528, 65534, 65535})
    void fcgi_3_3_3_aStdinRecordCarriesAnyLength(int length) throws Exception {
        byte[] body = content(length);
        try (FcgiClient client = server.connect()) {
            client.write(post(1, true, "/echo", body).bytes());
            assertThat(client.response(1).bodyBytes()).isEqualTo(body);
            assertServes(client);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 8, 9, 65528, 65534, 65535})
    void fcgi_3_3_3_aParamsRecordCarriesAnyLength(int length) throws Exception {
        Map<String, String> params = params("GET", "/mirror", "HTTP_X", "v".repeat(65000));
        String value = "v".repeat(65000 + 65535 - Records.encode(params).length);
        params.put("HTTP_X", value);
        Records whole = get(1, true, params);
        try (FcgiClient client = server.connect()) {
            client.write(Rewritten.inPieces(whole, length).bytes());
            assertThat(client.response(1).body()).contains("\nX: " + value + "\n");
            assertServes(client);
        }
    }

    /** Every type of record that a web server sends, each where it has its effect. */
    private void assertUnderstands(UnaryOperator<Records> writing) throws Exception {
        byte[] body = content(65535);
        try (FcgiClient client = server.connect()) {
            Records questions = Records.getValues("FCGI_MPXS_CONNS").record(12, 0, new byte[9]);
            client.write(writing.apply(questions).bytes());
            assertThat(client.next()).isInstanceOf(WebServerEvent.GetValuesResult.class);
            assertThat(client.next()).isEqualTo(new WebServerEvent.UnknownType(12));
            Records aborted = new Records().begin(1, true).abort(1);
            client.write(writing.apply(aborted).bytes());
            assertThat(client.response(1).stdout()).isEmpty();
            Records request = new Records()
                    .begin(1, true)
                    .params(1, params("POST", "/echo"))
                    .stdin(1, body)
                    .record(RecordType.DATA.code(), 1, "for Filters".getBytes(ISO_8859_1))
                    .end(RecordType.STDIN, 1);
            client.write(writing.apply(request).bytes());
            assertThat(client.response(1).bodyBytes()).isEqualTo(body);
            client.write(writing.apply(get(1, true, "/hello")).bytes());
            assertThat(client.response(1).body()).isEqualTo("hello");
        }
    }

    /** Of 01 01 01 01, as of records; 255 bytes behind 65535 of content make a sum that does not fit 16 bits. */
    @ParameterizedTest
    @CsvSource({"1, 1", "7, 0", "8, 1", "254, 255", "255, 0", "255, 1"})
    void fcgi_3_3_4_paddingIsSkippedWhateverItsContent(int length, int fill) throws Exception {
        assertUnderstands(records -> Rewritten.withPadding(records, length, fill));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 0xFF})
    void fcgi_3_3_5_theReservedByteIsIgnored(int reserved) throws Exception {
        assertUnderstands(records -> Rewritten.withReserved(records, reserved));
    }

    @ParameterizedTest
    @ValueSource(ints = {65535, 65536, 1 << 20})
    void fcgi_3_3_6_outputLongerThanARecordIsSplit(int length) throws Exception {
        byte[] body = content(length);
        server.on("/once", (request, response, callback) -> response.write(true, ByteBuffer.wrap(body), callback));
        try (FcgiClient client = server.connect()) {
            client.write(get(1, true, "/once").bytes());
            assertThat(client.response(1).bodyBytes()).isEqualTo(body);
            assertServes(client);
        }
    }

    /** Whoever reads a record checks that: see {@link RecordLog}. */
    @Test
    void fcgi_3_3_7_recordsArePaddedToEightBytesWithZeros() throws Exception {
        int[] lengths = IntStream.concat(IntStream.range(0, 17), IntStream.rangeClosed(65450, 65540))
                .toArray();
        try (FcgiClient client = server.connect()) {
            for (int length : lengths) {
                client.write(get(1, true, "/large?n=" + length).bytes());
                assertThat(client.response(1).body()).hasSize(length);
            }
            assertThat(client.records()).isGreaterThanOrEqualTo(3L * lengths.length);
        }
    }
}
