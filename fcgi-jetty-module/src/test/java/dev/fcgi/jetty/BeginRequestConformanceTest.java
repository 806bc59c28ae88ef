package dev.fcgi.jetty;

import static dev.fcgi.jetty.Records.get;
import static dev.fcgi.jetty.Records.post;
import static dev.fcgi.jetty.TestServer.params;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fcgi.core.ProtocolStatus;
import dev.fcgi.core.RecordType;
import dev.fcgi.core.Role;
import dev.fcgi.jetty.FcgiClient.Response;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** FastCGI 1.0, section 5.1. */
class BeginRequestConformanceTest extends StartedServerTest {
    private static void assertRefused(Response response, ProtocolStatus status) {
        assertThat(response.stdout()).isEmpty();
        assertThat(response.ended()).isFalse();
        assertThat(response.appStatus()).isZero();
        assertThat(response.protocolStatus()).isEqualTo(status.code());
    }

    /** What follows FCGI_BEGIN_REQUEST. */
    private static Records rest(Records records) {
        return records.params(1, params("GET", "/hello")).end(RecordType.STDIN, 1);
    }

    @ParameterizedTest
    @ValueSource(ints = {0x0101, 0x0100, 0x0201, 0x8001, 0xFF01})
    void fcgi_5_1_1_theRoleHas16Bits(int role) throws Exception {
        try (FcgiClient client = server.connect()) {
            Records records = new Records().begin(1, role, Records.KEEP_CONN, 0);
            assertRefused(client.write(rest(records).bytes()).response(1), ProtocolStatus.UNKNOWN_ROLE);
            assertServes(client);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "0x00, 0x00, false",
        "0x00, 0xFF, false",
        "0xFE, 0x00, false",
        "0xFE, 0xFF, false",
        "0x01, 0xFF, true",
        "0x03, 0x00, true",
        "0xFF, 0xFF, true"
    })
    void fcgi_5_1_2_onlyTheLowestFlagCounts(int flags, int reserved, boolean kept) throws Exception {
        try (FcgiClient client = server.connect()) {
            Records records = new Records().begin(1, Role.RESPONDER.code(), flags, reserved);
            assertThat(client.write(rest(records).bytes()).response(1).body()).isEqualTo("hello");
            if (kept) {
                assertServes(client);
            } else {
                assertThat(client.closed()).isTrue();
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"0, false", "0, true", "4, false", "4, true", "65535, false", "65535, true"})
    void fcgi_5_1_3_anUnknownRoleIsRefused(int role, boolean keepConnection) throws Exception {
        AtomicInteger runs = new AtomicInteger();
        server.on("/run", (request, response, callback) -> {
            runs.incrementAndGet();
            callback.succeeded();
        });
        try (FcgiClient client = server.connect()) {
            Records records = new Records().begin(1, role, keepConnection ? Records.KEEP_CONN : 0, 0);
            records.params(1, params("GET", "/run")).end(RecordType.STDIN, 1);
            assertRefused(client.write(records.bytes()).response(1), ProtocolStatus.UNKNOWN_ROLE);
            if (keepConnection) {
                assertServes(client);
            } else {
                assertThat(client.closed()).isTrue();
            }
        }
        assertThat(runs).hasValue(0);
    }

    @Test
    void fcgi_5_1_4_theResponderIsServed() throws Exception {
        try (FcgiClient client = server.connect()) {
            Records records = rest(new Records().begin(1, Role.RESPONDER, true));
            assertThat(client.write(records.bytes()).response(1).body()).isEqualTo("hello");
            assertServes(client);
        }
    }

    /** No application can register for them. */
    @ParameterizedTest
    @EnumSource(names = {"AUTHORIZER", "FILTER"})
    void fcgi_5_1_4_otherRolesAreRefused(Role role) throws Exception {
        try (FcgiClient client = server.connect()) {
            client.write(rest(new Records().begin(1, role, true)).bytes());
            assertRefused(client.response(1), ProtocolStatus.UNKNOWN_ROLE);
            assertServes(client);
            client.write(rest(new Records().begin(1, role, false)).bytes());
            assertRefused(client.response(1), ProtocolStatus.UNKNOWN_ROLE);
            assertThat(client.closed()).isTrue();
        }
    }

    @Test
    void fcgi_5_1_5_aSecondRequestIsRefusedWithoutMultiplexing() throws Exception {
        try (FcgiClient client = server.connect()) {
            client.write(get(1, true, "/wait").bytes());
            server.awaitLatch("waiting");
            client.write(get(2, true, "/hello").bytes());
            assertRefused(client.response(2), ProtocolStatus.CANT_MPX_CONN);
            server.latch("go").countDown();
            assertThat(client.response(1).body()).isEqualTo("waited");
            assertThat(client.write(get(2, true, "/hello").bytes()).response(2).body())
                    .isEqualTo("hello");
        }
    }

    /** Even what would be an error of an active request. */
    private static Records input(int requestId) {
        return new Records()
                        .stdin(requestId, "before its time")
                        .params(requestId, params("POST", "/echo"))
                        .stdin(requestId, new byte[200_000])
                        .end(RecordType.STDIN, requestId)
                        .stdin(requestId, "after its end")
                        .stream(RecordType.PARAMS, requestId, new byte[] {5, 3, 'A'})
                        .stream(RecordType.DATA, requestId, new byte[10])
                        .abort(requestId);
    }

    @Test
    void fcgi_5_1_7_recordsOfARequestWithARefusedRoleAreIgnored() throws Exception {
        try (FcgiClient client = server.connect()) {
            Records records = new Records().begin(1, Role.FILTER, true);
            client.write(records.raw(input(1).bytes()).bytes());
            assertRefused(client.response(1), ProtocolStatus.UNKNOWN_ROLE);
            assertNothingFollows(client);
            client.write(post(1, true, "/echo", "its own".getBytes(ISO_8859_1)).bytes());
            assertThat(client.response(1).body()).isEqualTo("its own");
        }
    }

    @Test
    void fcgi_5_1_7_recordsOfARefusedSecondRequestAreIgnored() throws Exception {
        try (FcgiClient client = server.connect()) {
            client.write(get(1, true, "/wait").bytes());
            server.awaitLatch("waiting");
            Records records = new Records().begin(2, true);
            client.write(records.raw(input(2).bytes()).bytes());
            assertRefused(client.response(2), ProtocolStatus.CANT_MPX_CONN);
            assertNothingFollows(client);
            server.latch("go").countDown();
            assertThat(client.response(1).body()).isEqualTo("waited");
            client.write(post(2, true, "/echo", "its own".getBytes(ISO_8859_1)).bytes());
            assertThat(client.response(2).body()).isEqualTo("its own");
        }
    }
}
