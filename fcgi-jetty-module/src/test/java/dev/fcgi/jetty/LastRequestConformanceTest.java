package dev.fcgi.jetty;

import static dev.fcgi.jetty.Records.get;
import static dev.fcgi.jetty.TestServer.params;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fcgi.core.ProtocolStatus;
import dev.fcgi.core.RecordType;
import dev.fcgi.core.WebServerEvent;
import dev.fcgi.jetty.FcgiClient.Response;
import java.io.InputStream;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** P-16: what comes behind the last request of a connection. */
class LastRequestConformanceTest extends StartedServerTest {
    /** Sends something while the last request is being answered, which changes nothing about the answer. */
    private void assertIgnored(Records noise) throws Exception {
        try (FcgiClient client = server.connect()) {
            client.write(get(1, false, "/wait").bytes());
            server.awaitLatch("waiting");
            client.write(noise.bytes());
            server.awaitRead(client);
            assertThat(server.failures).isEmpty();
            server.latch("go").countDown();
            Response response = client.response(1);
            assertThat(response.body()).isEqualTo("waited");
            assertThat(response.ended()).isTrue();
            assertThat(response.protocolStatus()).isZero();
            assertThat(client.closed()).isTrue();
        }
        server.awaitNoConnections();
        assertThat(server.factory.getProtocolErrors()).isZero();
        assertThat(server.factory.getBadRequests()).isZero();
    }

    /** As Cherokee 1.2.104 sent it: eight zero bytes and a second end of STDIN behind the request. */
    @Test
    void p_16_capturedCherokeeIsServed() throws Exception {
        byte[] wire;
        try (InputStream in =
                Objects.requireNonNull(getClass().getResourceAsStream("/records/cherokee-1.2.104-post-empty.hex"))) {
            wire = HexFormat.of().parseHex(new String(in.readAllBytes(), US_ASCII).replace("\n", ""));
        }
        server.on(
                "/empty",
                (request, response, callback) -> response.write(true, US_ASCII.encode(request.getMethod()), callback));
        assertThat(server.once(new Records().raw(wire)).body()).isEqualTo("POST");
    }

    @Test
    void p_16_whatCherokeeAddsIsIgnored() throws Exception {
        assertIgnored(new Records().raw(new byte[8]).end(RecordType.STDIN, 1));
    }

    /** The body once more, with its chunk sizes: Cherokee 1.2.104 again. */
    @Test
    void p_16_contentBehindTheEndOfStdinIsIgnored() throws Exception {
        assertIgnored(new Records()
                .stdin(1, "4\r\na=1&\r\n3\r\nb=2\r\n")
                .stdin(1, new byte[9011])
                .end(RecordType.STDIN, 1));
    }

    @Test
    void p_16_contentBehindTheEndOfParamsIsIgnored() throws Exception {
        assertIgnored(new Records().params(1, params("GET", "/other")));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 8, 9, 100, 100_000})
    void p_16_randomBytesAreIgnored(int length) throws Exception {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        bytes[0] = 0; // of no version
        assertIgnored(new Records().raw(bytes));
    }

    /** After the first fault nothing is parsed any more. */
    @Test
    void p_16_anAbortBehindAFaultIsIgnored() throws Exception {
        assertIgnored(new Records().raw(new byte[8]).abort(1));
        restart(server -> {});
        assertIgnored(new Records().stdin(1, "x").abort(1));
    }

    @Test
    void p_16_anAbortActsAsElsewhere() throws Exception {
        try (FcgiClient client = server.connect()) {
            client.write(get(1, false, "/wait").bytes());
            server.awaitLatch("waiting");
            client.write(new Records().abort(1).bytes());
            server.awaitFailure("/wait");
            server.latch("go").countDown();
            Response response = client.response(1);
            assertThat(response.stdout()).isEmpty();
            assertThat(response.protocolStatus()).isZero();
            assertThat(client.closed()).isTrue();
        }
    }

    @Test
    void p_16_managementRecordsActAsElsewhere() throws Exception {
        try (FcgiClient client = server.connect()) {
            client.write(get(1, false, "/wait").bytes());
            server.awaitLatch("waiting");
            assertNothingFollows(client);
            client.write(new byte[] {1, 99, 0, 0, 0, 0, 0, 0});
            assertThat(client.next()).isEqualTo(new WebServerEvent.UnknownType(99));
            server.latch("go").countDown();
            assertThat(client.response(1).body()).isEqualTo("waited");
            assertThat(client.closed()).isTrue();
        }
    }

    @Test
    void p_16_aSecondRequestIsRefusedAsElsewhere() throws Exception {
        AtomicInteger runs = new AtomicInteger();
        server.on("/run", (request, response, callback) -> {
            runs.incrementAndGet();
            callback.succeeded();
        });
        try (FcgiClient client = server.connect()) {
            client.write(get(1, false, "/wait").bytes());
            server.awaitLatch("waiting");
            client.write(get(2, true, "/run").bytes());
            assertThat(client.response(2).protocolStatus()).isEqualTo(ProtocolStatus.CANT_MPX_CONN.code());
            server.latch("go").countDown();
            assertThat(client.response(1).body()).isEqualTo("waited");
            assertThat(client.closed()).isTrue();
        }
        assertThat(runs).hasValue(0);
    }

    @Test
    void p_16_aSecondRequestIsServedAsElsewhereWhenMultiplexed() throws Exception {
        restart(server -> server.factory.setMultiplexing(true));
        try (FcgiClient client = server.connect()) {
            client.write(get(1, false, "/wait").bytes());
            server.awaitLatch("waiting");
            client.write(get(2, true, "/hello").bytes());
            assertThat(client.response(2).body()).isEqualTo("hello");
            server.latch("go").countDown();
            assertThat(client.response(1).body()).isEqualTo("waited");
            assertThat(client.closed()).isTrue();
        }
    }
}
