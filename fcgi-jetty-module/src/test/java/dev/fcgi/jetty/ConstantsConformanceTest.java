package dev.fcgi.jetty;

import static dev.fcgi.jetty.TestServer.params;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fcgi.core.ProtocolException;
import dev.fcgi.core.ProtocolLimits;
import dev.fcgi.core.ProtocolStatus;
import dev.fcgi.core.RecordEncoder;
import dev.fcgi.core.RecordHeader;
import dev.fcgi.core.RecordType;
import dev.fcgi.core.Role;
import dev.fcgi.core.WebServerEngine;
import dev.fcgi.core.WebServerEvent;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** FastCGI 1.0, section 8 and appendix A: the constants, and who sends which record. */
class ConstantsConformanceTest extends StartedServerTest {
    @ParameterizedTest
    @CsvSource({
        "BEGIN_REQUEST, 1",
        "ABORT_REQUEST, 2",
        "END_REQUEST, 3",
        "PARAMS, 4",
        "STDIN, 5",
        "STDOUT, 6",
        "STDERR, 7",
        "DATA, 8",
        "GET_VALUES, 9",
        "GET_VALUES_RESULT, 10",
        "UNKNOWN_TYPE, 11"
    })
    void fcgi_8_1_typesOfRecords(RecordType type, int code) {
        assertThat(type.code()).isEqualTo(code);
        assertThat(RecordType.ofCode(code)).isEqualTo(type);
    }

    @Test
    void fcgi_8_1_thereAreElevenTypes() {
        assertThat(RecordType.values()).hasSize(11);
        assertThat(RecordType.ofCode(0)).isNull();
        assertThat(RecordType.ofCode(12)).isNull();
    }

    @Test
    void fcgi_8_1_rolesStatusesAndLengths() {
        assertThat(Stream.of(Role.values()).map(Enum::name)).containsExactly("RESPONDER", "AUTHORIZER", "FILTER");
        assertThat(Stream.of(Role.values()).map(Role::code)).containsExactly(1, 2, 3);
        assertThat(Stream.of(ProtocolStatus.values()).map(Enum::name))
                .containsExactly("REQUEST_COMPLETE", "CANT_MPX_CONN", "OVERLOADED", "UNKNOWN_ROLE");
        assertThat(Stream.of(ProtocolStatus.values()).map(ProtocolStatus::code)).containsExactly(0, 1, 2, 3);
        assertThat(RecordHeader.LENGTH).isEqualTo(8);
        assertThat(RecordHeader.VERSION_1).isEqualTo(1);
        assertThat(RecordHeader.NULL_REQUEST_ID).isZero();
        assertThat(RecordHeader.MAX_CONTENT_LENGTH).isEqualTo(65535);
    }

    @ParameterizedTest
    @CsvSource({"true, 1", "false, 0"})
    void fcgi_8_1_keepConnIsTheLowestFlag(boolean keepConnection, byte flags) throws Exception {
        ByteBuffer out = ByteBuffer.allocate(RecordEncoder.DISCRETE_RECORD_LENGTH);
        RecordEncoder.beginRequest(out, 1, Role.RESPONDER, keepConnection);
        assertThat(out.get(RecordHeader.LENGTH + 2)).isEqualTo(flags);
        try (FcgiClient client = server.connect()) {
            client.write(Records.get(1, keepConnection, "/hello").bytes());
            assertThat(client.response(1).body()).isEqualTo("hello");
            if (keepConnection) {
                assertServes(client);
            } else {
                assertThat(client.closed()).isTrue();
            }
        }
    }

    /** Sent to an application that reads STDIN, as far as possible empty. */
    private static Records record(RecordType type) {
        boolean discrete =
                type == RecordType.BEGIN_REQUEST || type == RecordType.END_REQUEST || type == RecordType.UNKNOWN_TYPE;
        byte[] content = new byte[discrete ? 8 : 0];
        if (type == RecordType.BEGIN_REQUEST) {
            content[1] = (byte) Role.RESPONDER.code();
            content[2] = 1;
        }
        int requestId = type.isManagement() ? 0 : type == RecordType.BEGIN_REQUEST ? 2 : 1;
        return new Records().record(type.code(), requestId, content);
    }

    /**
     * The last column is what the application side makes of the record: what it answers to it, and what becomes of the
     * request under way.
     */
    @ParameterizedTest
    @CsvSource({
        "BEGIN_REQUEST,     web server,  application, EndRequest 2; 200",
        "ABORT_REQUEST,     web server,  application, aborted",
        "END_REQUEST,       application, application, 400",
        "PARAMS,            web server,  application, 200",
        "STDIN,             web server,  application, 200",
        "STDOUT,            application, application, 400",
        "STDERR,            application, application, 400",
        "DATA,              web server,  application, 200",
        "GET_VALUES,        web server,  management,  GetValuesResult; 200",
        "GET_VALUES_RESULT, application, management,  200",
        "UNKNOWN_TYPE,      application, management,  200"
    })
    void fcgi_A_1_whoSendsWhichRecord(RecordType type, String sender, String kind, String outcome) throws Exception {
        assertThat(type.isManagement()).isEqualTo(kind.equals("management"));
        assertThat(isAcceptedByAWebServer(type)).isEqualTo(sender.equals("application"));
        try (FcgiClient client = server.connect()) {
            client.write(new Records()
                    .begin(1, true)
                    .params(1, params("POST", "/wait-and-read"))
                    .raw(record(type).bytes())
                    .end(RecordType.STDIN, 1)
                    .bytes());
            server.awaitRead(client);
            server.latch("go").countDown();
            assertThat(outcome(client)).isEqualTo(outcome);
            assertServes(client);
        }
    }

    private static String outcome(FcgiClient client) throws IOException {
        List<String> events = new ArrayList<>();
        String status = "aborted";
        while (true) {
            WebServerEvent event = client.next();
            if (event instanceof WebServerEvent.Output output) {
                String text = ISO_8859_1.decode(output.content()).toString();
                status = text.startsWith("Status: ") ? text.substring(8, 11) : status;
            } else if (event instanceof WebServerEvent.EndRequest end) {
                events.add(end.requestId() == 1 ? status : "EndRequest " + end.requestId());
                if (end.requestId() == 1) {
                    return String.join("; ", events);
                }
            } else {
                events.add(event.getClass().getSimpleName());
            }
        }
    }

    private static boolean isAcceptedByAWebServer(RecordType type) {
        WebServerEngine webServer = new WebServerEngine(ProtocolLimits.DEFAULT);
        try {
            webServer.next(ByteBuffer.wrap(record(type).bytes()));
            return true;
        } catch (ProtocolException x) {
            return false;
        }
    }

    /** An empty record ends a stream, and is no record that a discrete type may have. */
    @ParameterizedTest
    @CsvSource({"STDOUT, true", "STDERR, true", "END_REQUEST, false", "UNKNOWN_TYPE, false"})
    void fcgi_A_1_whichRecordsAreStreams(RecordType type, boolean stream) throws Exception {
        WebServerEngine webServer = new WebServerEngine(ProtocolLimits.DEFAULT);
        ByteBuffer empty = ByteBuffer.wrap(
                new Records().record(type.code(), 1, new byte[0]).bytes());
        if (stream) {
            assertThat(((WebServerEvent.Output) webServer.next(empty)).last()).isTrue();
        } else {
            assertThatThrownBy(() -> webServer.next(empty)).isInstanceOf(ProtocolException.class);
        }
    }
}
