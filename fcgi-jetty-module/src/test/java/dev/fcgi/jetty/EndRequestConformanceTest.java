package dev.fcgi.jetty;

import static dev.fcgi.jetty.Records.content;
import static dev.fcgi.jetty.Records.get;
import static dev.fcgi.jetty.TestServer.params;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fcgi.core.ProtocolStatus;
import dev.fcgi.core.RecordEncoder;
import dev.fcgi.core.RecordType;
import dev.fcgi.core.Role;
import dev.fcgi.core.WebServerEvent;
import dev.fcgi.jetty.FcgiClient.Response;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** FastCGI 1.0, section 5.5: END_REQUEST. */
class EndRequestConformanceTest extends StartedServerTest {
    @ParameterizedTest
    @CsvSource({
        "1, 0, REQUEST_COMPLETE, 0103000100080000 00000000 00 000000",
        "1, 1, REQUEST_COMPLETE, 0103000100080000 00000001 00 000000",
        "258, 255, CANT_MPX_CONN, 0103010200080000 000000ff 01 000000",
        "65535, -1, UNKNOWN_ROLE, 0103ffff00080000 ffffffff 03 000000"
    })
    void fcgi_5_5_1_hasEightBytes(int requestId, int appStatus, ProtocolStatus status, String hex) {
        ByteBuffer out = ByteBuffer.allocate(RecordEncoder.DISCRETE_RECORD_LENGTH);
        RecordEncoder.endRequest(out, requestId, appStatus, status);
        assertThat(HexFormat.of().formatHex(out.array())).isEqualTo(hex.replace(" ", ""));
    }

    @Test
    void fcgi_5_5_1_isSentWithEightBytes() throws Exception {
        try (FcgiClient client = server.connect()) {
            Transcript.play(client, """
                    > 01 01 0102 0008 00 00  0001 01 0000000000
                    > 01 02 0102 0000 00 00
                    < 01 03 0102 0008 00 00  00000000 00 000000
                    """);
            assertServes(client);
        }
    }

    /** However a request ends. That nothing follows in any other test, see {@link RecordLog}. */
    @Test
    void fcgi_5_5_2_comesOnceForEveryBeginRequestAndLast() throws Exception {
        Map<String, String> hello = params("GET", "/hello");
        List<Records> requests = List.of(
                get(1, true, hello),
                get(1, true, params("HEAD", "/hello")),
                get(1, true, "/nothing"),
                get(1, true, "/throw"),
                get(1, true, "/status?s=204"),
                get(1, true, Map.of()),
                get(1, true, params("GET", "/hello", "HTTP_X", "v".repeat(140_000))),
                get(1, true, params("GET", "/hello", "HTTP_X", "v".repeat(300_000))),
                new Records().begin(1, true).stdin(1, "x").params(1, hello),
                new Records().begin(1, true).abort(1),
                new Records().begin(1, Role.FILTER, true),
                Records.post(1, true, "/ignore-body", content(10_000)),
                new Records().begin(1, true).params(1, hello)); // its STDIN is still to come
        try (FcgiClient client = server.connect()) {
            for (Records request : requests) {
                client.write(request.bytes());
                client.response(1);
                assertNothingFollows(client);
            }
            client.write(new Records().end(RecordType.STDIN, 1).abort(1).bytes());
            assertNothingFollows(client);
            assertServes(client);
        }
    }

    @Test
    void fcgi_5_5_3_status0IsACompleteRequest() throws Exception {
        try (FcgiClient client = server.connect()) {
            client.write(get(1, true, "/hello").bytes());
            assertThat(client.response(1).protocolStatus()).isZero();
            client.write(get(1, true, "/nothing").bytes());
            assertThat(client.response(1).protocolStatus()).isZero();
        }
    }

    @Test
    void fcgi_5_5_3_status1IsARequestThatCannotBeMultiplexed() throws Exception {
        try (FcgiClient client = server.connect()) {
            client.write(get(1, true, "/wait").bytes());
            server.awaitLatch("waiting");
            client.write(get(2, true, "/hello").bytes());
            Response refusal = client.response(2);
            assertThat(refusal.protocolStatus()).isEqualTo(1);
            assertThat(refusal.stdout()).isEmpty();
            server.latch("go").countDown();
            assertThat(client.response(1).body()).isEqualTo("waited");
            assertServes(client);
        }
    }

    @Test
    void fcgi_5_5_3_status2IsAnOverload() {
        ByteBuffer out = ByteBuffer.allocate(RecordEncoder.DISCRETE_RECORD_LENGTH);
        RecordEncoder.endRequest(out, 1, 0, ProtocolStatus.OVERLOADED);
        assertThat(HexFormat.of().formatHex(out.array())).isEqualTo("01030001000800000000000002000000");
    }

    @Test
    void fcgi_5_5_3_status3IsARoleNobodyPlays() throws Exception {
        try (FcgiClient client = server.connect()) {
            client.write(new Records().begin(1, Role.FILTER, true).bytes());
            Response refusal = client.response(1);
            assertThat(refusal.protocolStatus()).isEqualTo(3);
            assertThat(refusal.stdout()).isEmpty();
            assertServes(client);
        }
    }

    @Test
    void fcgi_5_5_4_appStatusIs0ForAnErrorPageThatIsComplete() throws Exception {
        try (FcgiClient client = server.connect()) {
            client.write(get(1, true, "/throw").bytes());
            Response response = client.response(1);
            assertThat(response.head()).startsWith("Status: 500 Server Error\r\n");
            assertThat(response.body()).contains("500");
            assertThat(response.ended()).isTrue();
            assertThat(response.appStatus()).isZero();
            assertThat(response.protocolStatus()).isZero();
            assertServes(client);
        }
    }

    @Test
    void fcgi_5_5_4_doesNotComeForAResponseThatBreaksOff() throws Exception {
        try (FcgiClient client = server.connect()) {
            client.write(get(1, true, "/throw-late").bytes());
            assertThatThrownBy(() -> {
                        while (true) {
                            assertThat(client.next()).isInstanceOf(WebServerEvent.Output.class);
                        }
                    })
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("reset");
        }
        server.awaitNoConnections();
    }

    /** What leaves in one write arrives in one read; what does not, arrives in two at least now and then. */
    @Test
    void fcgi_5_5_5_aSmallAnswerLeavesInOneWrite() throws Exception {
        server.on(
                "/small",
                (request, response, callback) -> response.write(true, ByteBuffer.wrap(content(1024)), callback));
        try (FcgiClient client = server.connect()) {
            for (int answers = 1; answers <= 100; answers++) {
                client.write(get(1, true, "/small").bytes());
                assertThat(client.response(1).bodyBytes()).isEqualTo(content(1024));
                assertThat(client.reads()).isEqualTo(answers);
            }
        }
    }
}
