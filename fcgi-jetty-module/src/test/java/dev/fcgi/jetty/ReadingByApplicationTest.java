package dev.fcgi.jetty;

import static dev.fcgi.jetty.TestServer.params;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fcgi.core.RecordType;
import java.io.InputStream;
import org.eclipse.jetty.io.Content;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Applications that wait for their bodies read the connection by themselves; when they take their time, it is read without them. */
class ReadingByApplicationTest extends StartedServerTest {

    /** Reads one byte, and then no more for as long as it takes. */
    private void onPart() {
        server.on("/part", (request, response, callback) -> {
            request.addFailureListener(x -> server.failures.put("/part", x));
            server.latch("running").countDown();
            InputStream body = Content.Source.asInputStream(request);
            int first = body.read();
            server.latch("first").countDown();
            server.awaitLatch("go");
            if (first < 0) {
                throw new AssertionError("no body");
            }
            callback.succeeded();
        });
    }

    private FcgiClient beginPart() throws Exception {
        FcgiClient client = server.connect();
        begin(client, 1, "/part");
        return client;
    }

    private void begin(FcgiClient client, int id, String target) throws Exception {
        client.write(
                new Records().begin(id, true).params(id, params("POST", target)).bytes());
        server.awaitRead(client);
    }

    @Test
    void anAbortIsNoticedWhileTheApplicationIsBusy() throws Exception {
        onPart();
        try (FcgiClient client = beginPart()) {
            client.write(new Records().stdin(1, "x").bytes());
            server.awaitLatch("first");
            client.write(new Records().abort(1).bytes());
            server.awaitFailure("/part");
            server.latch("go").countDown();
            assertThat(client.response(1).text()).isEmpty();
            assertServes(client);
        }
    }

    /** Whoever looks after the turns of one request looks after those of the next. */
    @Test
    void anAbortIsNoticedShortlyAfterAnotherRequest() throws Exception {
        onPart();
        for (int i = 0; i < 40; i++) {
            try (FcgiClient client = server.connect()) {
                begin(client, 1, "/echo");
                client.write(
                        new Records().stdin(1, "x").end(RecordType.STDIN, 1).bytes());
                assertThat(client.response(1).body()).isEqualTo("x");
                begin(client, 1, "/part");
                server.awaitLatch("running");
                client.write(new Records().stdin(1, "x").bytes());
                client.write(new Records().abort(1).bytes());
                server.awaitFailure("/part");
                server.failures.clear();
                server.latch("go").countDown();
                assertThat(client.response(1).text()).isEmpty();
            }
            server.awaitNoConnections();
            server.latches.clear();
        }
    }

    @Test
    void aNeighbourIsServedWhileTheApplicationIsBusy() throws Exception {
        restart(it -> it.factory.setMultiplexing(true));
        onPart();
        try (FcgiClient client = beginPart()) {
            client.write(new Records().stdin(1, "x").bytes());
            server.awaitLatch("first");
            client.write(Records.get(2, true, "/hello").bytes());
            assertThat(client.response(2).body()).isEqualTo("hello");
            client.write(new Records().end(RecordType.STDIN, 1).bytes());
            server.latch("go").countDown();
            assertThat(client.response(1).ended()).isTrue();
        }
    }

    @Test
    void theEndOfTheConnectionIsNoticedWhileTheApplicationIsBusy() throws Exception {
        onPart();
        try (FcgiClient client = beginPart()) {
            client.write(new Records().stdin(1, "x").bytes());
            server.awaitLatch("first");
        }
        server.awaitFailure("/part");
        server.latch("go").countDown();
    }

    /** Full windows and turns of applications alternate; nothing is lost, repeated or left lying. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void bodiesOfAnySpeedComeWhole(boolean multiplexing) throws Exception {
        restart(it -> it.factory.setMultiplexing(multiplexing));
        byte[] body = new byte[3_000_000];
        try (FcgiClient client = server.connect()) {
            begin(client, 1, "/length");
            int at = 0;
            for (int size = 1; at < body.length; size = size * 5 % 60_013 + 1) {
                int length = Math.min(size, body.length - at);
                Records records = new Records();
                records.record(RecordType.STDIN, 1, body, at, length);
                client.write(records.bytes());
                at += length;
            }
            client.write(new Records().end(RecordType.STDIN, 1).bytes());
            assertThat(client.response(1).body()).isEqualTo(Integer.toString(body.length));
        }
    }
}
