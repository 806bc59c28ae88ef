package dev.fcgi.jetty;

import static dev.fcgi.jetty.Records.get;
import static dev.fcgi.jetty.TestServer.params;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fcgi.core.ApplicationValues;
import dev.fcgi.core.Capacity;
import dev.fcgi.core.Event;
import dev.fcgi.core.FcgiEngine;
import dev.fcgi.core.NameValueEncoder;
import dev.fcgi.core.NameValuePairs;
import dev.fcgi.core.Overload;
import dev.fcgi.core.ProtocolException;
import dev.fcgi.core.ProtocolLimits;
import dev.fcgi.core.RecentPairs;
import dev.fcgi.core.RecordType;
import dev.fcgi.jetty.FcgiClient.Response;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** FastCGI 1.0, section 3.4: name-value pairs. */
class NameValuePairsConformanceTest extends StartedServerTest {
    /** What a PARAMS stream that begins with the given pairs, in hexadecimal digits, is answered with. */
    private static Response responseTo(FcgiClient client, String pairs) throws Exception {
        Records records = new Records().hex(pairs).raw(Records.encode(params("GET", "/mirror")));
        return client.write(new Records()
                        .begin(1, true).stream(RecordType.PARAMS, 1, records.bytes())
                                .end(RecordType.PARAMS, 1)
                                .end(RecordType.STDIN, 1)
                                .bytes())
                .response(1);
    }

    private void assertArrives(String name, String value) throws Exception {
        try (FcgiClient client = server.connect()) {
            client.write(get(1, true, params("GET", "/mirror", name, value, "HTTP_Z", "z"))
                    .bytes());
            String header = name.substring("HTTP_".length());
            String capitalized = header.substring(0, 1) + header.substring(1).toLowerCase(Locale.ROOT);
            assertThat(client.response(1).body())
                    .contains("\n" + capitalized + ": " + value + "\n")
                    .contains("\nZ: z\n");
            assertServes(client);
        }
    }

    private static String name(int length) {
        return "HTTP_" + "X".repeat(length - "HTTP_".length());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 127})
    void fcgi_3_4_1_aLengthBelow128IsOneByte(int length) throws Exception {
        assertArrives(name(6), "v".repeat(length));
        assertArrives(name(127), "v".repeat(length));
    }

    @Test
    void fcgi_3_4_1_aNameOfOneByteIsAName() throws Exception {
        assertThat(decoded("01 01 41 42  01 00 43").toString()).isEqualTo("NameValuePairs[A, C]");
        try (FcgiClient client = server.connect()) {
            assertThat(responseTo(client, "01 01 41 42").head()).startsWith("Status: 200 ");
            assertServes(client);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {128, 32767, 32768, 65535, 65536, 1 << 20})
    void fcgi_3_4_2_aLongerLengthIsFourBytes(int length) throws Exception {
        restart(server -> {
            server.factory.setMaxParamsBytes(4 << 20);
            server.factory.setMaxNameBytes(1 << 20);
            server.factory.setMaxValueBytes(1 << 20);
        });
        assertArrives("HTTP_X", "v".repeat(length));
        assertArrives(name(length), "v");
    }

    @ParameterizedTest
    @CsvSource({"127, 127", "127, 128", "128, 127", "128, 128"})
    void fcgi_3_4_3_theLengthsOfNameAndValueAreIndependent(int nameLength, int valueLength) throws Exception {
        assertArrives(name(nameLength), "v".repeat(valueLength));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "06 80000003 485454505f58 616263",
                "80000006 03 485454505f58 616263",
                "80000006 80000003 485454505f58 616263"
            })
    void fcgi_3_4_4_fourBytesMayHoldASmallLength(String pair) throws Exception {
        try (FcgiClient client = server.connect()) {
            assertThat(responseTo(client, pair).body()).contains("\nX: abc\n");
            assertThat(responseTo(client, "0e 80000000" + "485454505f582d2d2d2d2d2d2d2d")
                            .head())
                    .startsWith("Status: 200 ");
            assertServes(client);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0, 0000",
        "1, 127, 017f",
        "127, 128, 7f80000080",
        "128, 127, 800000807f",
        "65536, 32768, 8001000080008000"
    })
    void fcgi_3_4_5_lengthsAreWrittenInOneByteUpTo127(int nameLength, int valueLength, String hex) {
        byte[] name = new byte[nameLength];
        byte[] value = new byte[valueLength];
        ByteBuffer out = ByteBuffer.allocate(NameValueEncoder.encodedLength(name, value));
        NameValueEncoder.put(out, name, value);
        assertThat(out.hasRemaining()).isFalse();
        assertThat(HexFormat.of().formatHex(out.array(), 0, out.position() - nameLength - valueLength))
                .isEqualTo(hex);
    }

    @Test
    void fcgi_3_4_6_anEmptyValueIsNotAMissingName() throws Exception {
        NameValuePairs pairs = decoded(HexFormat.of().formatHex(Records.encode(Map.of("QUERY_STRING", ""))));
        assertThat(pairs.name(0)).isEqualTo("QUERY_STRING");
        assertThat(pairs.valueBytes(0)).isEmpty();
        try (FcgiClient client = server.connect()) {
            client.write(get(1, true, params("GET", "/mirror?", "QUERY_STRING", "", "HTTP_X", ""))
                    .bytes());
            assertThat(client.response(1).body())
                    .startsWith("GET http://www.example.test/mirror?\n")
                    .contains("\nX: \n");
            client.write(get(1, true, params("GET", "/mirror?a=b", "QUERY_STRING", ""))
                    .bytes());
            assertThat(client.response(1).body()).startsWith("GET http://www.example.test/mirror?\n");
            client.write(get(1, true, params("GET", "/mirror?a=b")).bytes());
            assertThat(client.response(1).body()).startsWith("GET http://www.example.test/mirror?a=b\n");
        }
    }

    @Test
    void fcgi_3_4_7_valuesAreBytes() throws Exception {
        byte[] bytes = new byte[255];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (i + 1);
        }
        String text = new String(bytes, ISO_8859_1);
        NameValuePairs pairs = decoded(HexFormat.of().formatHex(Records.encode(Map.of(text, text))));
        assertThat(pairs.name(0)).isEqualTo(text);
        assertThat(pairs.valueBytes(0)).isEqualTo(bytes);
        assertArrives("HTTP_X", text.replace("\r", "").replace("\n", ""));
    }

    @Test
    void fcgi_3_4_8_aPairMayBeCutAtAnyByte() throws Exception {
        byte[] pairs =
                Records.encode(params("GET", "/mirror", "HTTP_X", "v".repeat(130), "HTTP_" + "Y".repeat(130), "w"));
        try (FcgiClient client = server.connect()) {
            Response expected = null;
            for (int cut = 0; cut <= pairs.length; cut++) {
                client.write(new Records()
                        .begin(1, true).stream(RecordType.PARAMS, 1, Arrays.copyOf(pairs, cut)).stream(
                                        RecordType.PARAMS, 1, Arrays.copyOfRange(pairs, cut, pairs.length))
                                .end(RecordType.PARAMS, 1)
                                .end(RecordType.STDIN, 1)
                                .bytes());
                Response response = client.response(1);
                assertThat(response.body()).contains("\nX: vvv").contains(": w\n");
                expected = expected == null ? response : expected;
                assertThat(response).as("cut at %d", cut).isEqualTo(expected);
            }
        }
    }

    /** In the order: both, the sum too great for an int, one of them. */
    @ParameterizedTest
    @ValueSource(
            strings = {"ffffffff ffffffff", "ffffffff 80000001", "80000001 ffffffff", "ffffffff 00", "01 ffffffff 41"})
    void fcgi_3_4_9_aLengthReservesNoMemory(String pair) throws Exception {
        try (FcgiClient client = server.connect()) {
            assertThat(responseTo(client, pair).head()).startsWith("Status: 431 ");
            assertThat(server.handled).hasValue(0);
            assertServes(client);
        }
        int any = Integer.MAX_VALUE; // no virtual machine reserves so much: it would throw
        FcgiEngine engine = engine(new ProtocolLimits(any, any, any, any, any, any));
        assertThat(engine.next(ByteBuffer.wrap(request(pair)))).isInstanceOf(Event.RequestFailed.class);
    }

    /** What the engine makes of a PARAMS stream. */
    private static NameValuePairs decoded(String pairs) throws ProtocolException {
        FcgiEngine engine = engine(ProtocolLimits.DEFAULT);
        return ((Event.Request) engine.next(ByteBuffer.wrap(request(pairs)))).params();
    }

    private static FcgiEngine engine(ProtocolLimits limits) {
        Capacity capacity = new Capacity(1, Long.MAX_VALUE);
        return new FcgiEngine(limits, new ApplicationValues(1, 1, false), Overload.STATUS, capacity, new RecentPairs());
    }

    private static byte[] request(String pairs) {
        return new Records()
                .begin(1, true).stream(
                                RecordType.PARAMS, 1, new Records().hex(pairs).bytes())
                        .end(RecordType.PARAMS, 1)
                        .bytes();
    }

    /** Inside the length of a name, that of a value, the name, the value. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "80",
                "800000",
                "05",
                "05 80",
                "05 800000",
                "05 03 4142",
                "05 03 4142434445",
                "05 03 4142434445 4647"
            })
    void fcgi_3_4_10_aStreamThatEndsInsideAPairIsAnswered400(String pairs) throws Exception {
        try (FcgiClient client = server.connect()) {
            byte[] before = Records.encode(params("GET", "/hello"));
            byte[] cut = new Records().raw(before).hex(pairs).bytes();
            client.write(new Records()
                    .begin(1, true).stream(RecordType.PARAMS, 1, cut)
                            .end(RecordType.PARAMS, 1)
                            .end(RecordType.STDIN, 1)
                            .bytes());
            assertThat(client.response(1).head()).startsWith("Status: 400 ");
            client.write(request(pairs));
            assertThat(client.response(1).head()).startsWith("Status: 400 ");
            assertThat(server.handled).hasValue(0);
            assertServes(client);
        }
    }

    /** One request is at the limit, the other over it. */
    private void assertLimit(
            BiConsumer<FcgiConnectionFactory, Integer> limit,
            int value,
            Map<String, String> at,
            Map<String, String> over)
            throws Exception {
        restart(server -> limit.accept(server.factory, value));
        try (FcgiClient client = server.connect()) {
            client.write(get(1, true, at).bytes());
            assertThat(client.response(1).body()).isEqualTo("hello");
            client.write(
                    get(1, true, over).stdin(1, "of a request that was refused").bytes());
            Response refusal = client.response(1);
            assertThat(refusal.head()).startsWith("Status: 431 ");
            assertThat(refusal.protocolStatus()).isZero();
            client.write(get(1, true, at).bytes());
            assertThat(client.response(1).body()).isEqualTo("hello");
            assertThat(server.handled).hasValue(2);
        }
        assertThat(server.factory.getBadRequests()).isEqualTo(1);
    }

    @Test
    void fcgi_3_4_11_theBytesOfAllPairsAreLimited() throws Exception {
        Map<String, String> at = params("GET", "/hello", "HTTP_X", "v".repeat(1000));
        Map<String, String> over = params("GET", "/hello", "HTTP_X", "v".repeat(1001));
        assertLimit(FcgiConnectionFactory::setMaxParamsBytes, Records.encode(at).length, at, over);
    }

    @Test
    void fcgi_3_4_11_theNumberOfPairsIsLimited() throws Exception {
        Map<String, String> at = params("GET", "/hello", "A", "");
        Map<String, String> over = params("GET", "/hello", "A", "", "B", "");
        assertLimit(FcgiConnectionFactory::setMaxParams, at.size(), at, over);
    }

    @Test
    void fcgi_3_4_11_theBytesOfANameAreLimited() throws Exception {
        Map<String, String> at = params("GET", "/hello", "N".repeat(200), "");
        Map<String, String> over = params("GET", "/hello", "N".repeat(201), "");
        assertLimit(FcgiConnectionFactory::setMaxNameBytes, 200, at, over);
    }

    @Test
    void fcgi_3_4_11_theBytesOfAValueAreLimited() throws Exception {
        Map<String, String> at = params("GET", "/hello", "A", "v".repeat(200));
        Map<String, String> over = params("GET", "/hello", "A", "v".repeat(201));
        assertLimit(FcgiConnectionFactory::setMaxValueBytes, 200, at, over);
    }

    @Test
    void fcgi_3_4_12_aPairWithoutANameIsIgnored() throws Exception {
        assertThat(decoded("00 03 616263  01 01 41 42  00 00").toString()).isEqualTo("NameValuePairs[A]");
        try (FcgiClient client = server.connect()) {
            Response response = responseTo(client, "00 03 616263  06 01 485454505f58 78  00 80000000");
            assertThat(response.body()).contains("\nX: x\n").doesNotContain("abc");
            assertServes(client);
        }
    }
}
