package dev.fcgi.jetty;

import static dev.fcgi.jetty.Records.content;
import static dev.fcgi.jetty.Records.get;
import static dev.fcgi.jetty.Records.getValues;
import static dev.fcgi.jetty.TestServer.params;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fcgi.core.RecordType;
import dev.fcgi.core.WebServerEvent;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** FastCGI 1.0, section 4.2: records this side does not know, or does not expect. */
class UnknownTypeConformanceTest extends StartedServerTest {
    @ParameterizedTest
    @ValueSource(ints = {0, 12, 100, 255})
    void fcgi_4_2_1_anUnknownTypeIsAnsweredWithItsNumber(int type) throws Exception {
        try (FcgiClient client = server.connect()) {
            client.write(new Records().record(type, 0, content(5)).bytes());
            byte[] answer =
                    new Records().hex("010b 0000 0008 00 00  00 00000000000000").bytes();
            answer[8] = (byte) type;
            assertThat(client.bytes(16)).isEqualTo(answer);
            assertServes(client);
        }
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "1, 0", "65535, 0", "65535, 255"})
    void fcgi_4_2_2_contentAndPaddingOfAnUnknownTypeAreSkipped(int contentLength, int paddingLength) throws Exception {
        byte[] content = new byte[contentLength];
        Arrays.fill(content, (byte) 1);
        Records unknown = new Records().record(200, 0, content);
        try (FcgiClient client = server.connect()) {
            client.write(Rewritten.withPadding(unknown, paddingLength, 1).bytes());
            assertThat(client.next()).isEqualTo(new WebServerEvent.UnknownType(200));
            assertServes(client);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7})
    void fcgi_4_2_3_anUnknownTypeIsIgnoredWithARequestId(int requestId) throws Exception {
        byte[] unknown = new Records().record(100, requestId, content(20)).bytes();
        try (FcgiClient client = server.connect()) {
            client.write(unknown);
            client.write(new Records()
                    .begin(1, true)
                    .raw(unknown)
                    .params(1, params("POST", "/echo"))
                    .raw(unknown)
                    .stdin(1, "body")
                    .raw(unknown)
                    .end(RecordType.STDIN, 1)
                    .raw(unknown)
                    .bytes());
            assertThat(client.response(1).body()).isEqualTo("body");
            assertNothingFollows(client);
            assertServes(client);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"GET_VALUES_RESULT", "UNKNOWN_TYPE"})
    void fcgi_4_2_4_answersFromTheWebServerAreIgnored(RecordType type) throws Exception {
        byte[] answer = new Records().record(type.code(), 0, new byte[8]).bytes();
        try (FcgiClient client = server.connect()) {
            client.write(answer);
            assertNothingFollows(client);
            client.write(get(1, true, "/wait").raw(answer).bytes());
            server.awaitRead(client);
            server.latch("go").countDown();
            assertThat(client.response(1).body()).isEqualTo("waited");
            assertServes(client);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"END_REQUEST", "STDOUT", "STDERR"})
    void fcgi_4_2_4_outputFromTheWebServerFailsTheRequest(RecordType type) throws Exception {
        byte[] output = new Records().record(type.code(), 1, new byte[8]).bytes();
        try (FcgiClient client = server.connect()) {
            client.write(new Records()
                    .begin(1, true)
                    .raw(output)
                    .params(1, params("GET", "/hello"))
                    .bytes());
            assertThat(client.response(1).head()).startsWith("Status: 400 ");
            assertThat(server.handled).hasValue(0);
            assertServes(client);
            client.write(get(1, true, "/wait-and-read").bytes());
            server.awaitLatch("waiting");
            client.write(output);
            server.awaitFailure("/wait-and-read");
            server.latch("go").countDown();
            assertThat(client.response(1).head()).startsWith("Status: 400 ");
            assertServes(client);
        }
    }

    /** A million questions of a web server that reads no answer. */
    @ParameterizedTest
    @EnumSource(names = {"GET_VALUES", "UNKNOWN_TYPE"})
    void fcgi_4_2_5_unreadAnswersAreBounded(RecordType type) throws Exception {
        restart(server -> server.connector.setAcceptedSendBufferSize(4096));
        byte[] question = type == RecordType.GET_VALUES
                ? getValues("FCGI_MAX_CONNS", "FCGI_MAX_REQS", "FCGI_MPXS_CONNS")
                        .bytes()
                : new Records().record(99, 0, content(40)).bytes();
        Records questions = new Records();
        for (int i = 0; i < 1000; i++) {
            questions.raw(question);
        }
        byte[] thousand = questions.bytes();
        try (FcgiClient client = server.connectSlow()) {
            assertThatThrownBy(() -> {
                        for (int thousands = 0; thousands < 1000; thousands++) {
                            client.write(thousand);
                        }
                    })
                    .isInstanceOf(IOException.class)
                    .isNotInstanceOf(FcgiClient.Hang.class);
            assertThat(client.written()).as("of a thousand times as much").isLessThan(500L * thousand.length);
            server.awaitNoConnections();
        }
    }
}
