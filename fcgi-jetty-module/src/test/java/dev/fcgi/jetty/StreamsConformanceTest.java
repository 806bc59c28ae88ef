package dev.fcgi.jetty;

import static dev.fcgi.jetty.Records.get;
import static dev.fcgi.jetty.TestServer.await;
import static dev.fcgi.jetty.TestServer.params;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fcgi.core.RecordType;
import jakarta.servlet.ServletOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.Test;

/** FastCGI 1.0, section 5.3. */
class StreamsConformanceTest extends StartedServletTest {
    private static final int INPUT_BUFFER = 32 * 1024;

    private static String sha256(InputStream in) throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        try (InputStream digested = new DigestInputStream(in, digest)) {
            digested.transferTo(OutputStream.nullOutputStream());
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /** 100 MiB in records of every length. */
    @Test
    void fcgi_5_3_1_theBodyArrivesByteForByte() throws Exception {
        server.on("/digest", (request, response, callback) -> {
            String digest = sha256(Content.Source.asInputStream(request));
            response.write(true, UTF_8.encode(digest), callback);
        });
        Random random = new Random(531);
        byte[] content = new byte[65_535];
        MessageDigest sent = MessageDigest.getInstance("SHA-256");
        try (FcgiClient client = server.connect()) {
            client.write(new Records()
                    .begin(1, true)
                    .params(1, params("POST", "/digest"))
                    .bytes());
            for (int left = 100 << 20; left > 0; ) {
                random.nextBytes(content);
                int length = Math.min(left, 1 + random.nextInt(content.length));
                left -= length;
                sent.update(content, 0, length);
                client.write(new Records()
                        .record(RecordType.STDIN, 1, content, 0, length)
                        .bytes());
            }
            client.write(new Records().end(RecordType.STDIN, 1).bytes());
            assertThat(client.response(1).body()).isEqualTo(HexFormat.of().formatHex(sent.digest()));
            assertServes(client);
        }
    }

    /** Writes a body that nobody reads, until the other side takes no more. */
    private static void fill(FcgiClient client, ByteBuffer bytes) throws Exception {
        while (true) {
            client.tryWrite(bytes);
            if (!bytes.hasRemaining()) {
                bytes.rewind();
            } else {
                // Full once, or full for good? The server gets time to make room.
                await().during(Duration.ofMillis(100)).until(() -> true);
                if (client.tryWrite(bytes) == 0) {
                    return;
                }
            }
        }
    }

    @Test
    void fcgi_5_3_2_stopsReadingWhenTheApplicationDoes() throws Exception {
        ByteBuffer body =
                ByteBuffer.wrap(new Records().stdin(1, new byte[60_000]).bytes());
        try (FcgiClient client = server.connect()) {
            Records records = new Records().begin(1, true).params(1, params("POST", "/wait"));
            client.write(records.bytes());
            server.awaitLatch("waiting");
            fill(client, body);
            assertThat(server.connection().getBytesIn())
                    .as("what is held in memory")
                    .isLessThan(records.bytes().length + server.factory.getBodyWindowBytes() + INPUT_BUFFER);
            server.latch("go").countDown();
            client.write(body);
            client.write(new Records().end(RecordType.STDIN, 1).bytes());
            assertThat(client.response(1).body()).isEqualTo("waited");
            assertServes(client);
        }
    }

    private boolean isFull(FcgiConnection connection) {
        return !connection.isFillInterested()
                && connection.getBytesIn() > server.factory.getBodyWindowBytes() - INPUT_BUFFER;
    }

    /** More of them than there are threads. */
    @Test
    void fcgi_5_3_2_fullWindowsHoldUpNoOtherConnection() throws Exception {
        List<Callback> waiting = new ArrayList<>();
        server.on("/async", (request, response, callback) -> {
            synchronized (waiting) {
                waiting.add(callback);
            }
        });
        Records records = new Records().begin(1, true).params(1, params("POST", "/async"));
        records.stdin(1, new byte[2 * server.factory.getBodyWindowBytes()]);
        List<FcgiClient> clients = new ArrayList<>();
        int full = 2 * server.threadPool.getMaxThreads();
        try {
            for (int i = 0; i < full; i++) {
                FcgiClient client = server.connect();
                clients.add(client);
                client.write(records.bytes());
            }
            await().until(() -> server.connector.getConnectedEndPoints().stream()
                            .filter(endPoint -> isFull((FcgiConnection) endPoint.getConnection()))
                            .count()
                    == full);
            try (FcgiClient other = server.connect()) {
                assertServes(other);
            }
            synchronized (waiting) {
                assertThat(waiting).hasSize(full);
                waiting.forEach(Callback::succeeded);
            }
            for (FcgiClient client : clients) {
                assertThat(client.response(1).protocolStatus()).isZero();
                assertServes(client);
            }
        } finally {
            for (FcgiClient client : clients) {
                client.close();
            }
        }
    }

    @Test
    void fcgi_5_3_4_aResponderIgnoresData() throws Exception {
        byte[] data = new byte[] {1, 1, 0, 1, 0, 8, 0, 0};
        Records records = new Records().begin(1, true).params(1, params("POST", "/echo"));
        records.stream(RecordType.DATA, 1, data).stdin(1, "bo");
        records.stream(RecordType.DATA, 1, data).stdin(1, "dy").end(RecordType.DATA, 1);
        records.end(RecordType.STDIN, 1).stream(RecordType.DATA, 1, data).end(RecordType.DATA, 1);
        try (FcgiClient client = server.connect()) {
            assertThat(client.write(records.bytes()).response(1).body()).isEqualTo("body");
            assertNothingFollows(client);
            assertServes(client);
        }
        assertThat(server.factory.getBadRequests()).isZero();
    }

    @Test
    void fcgi_5_3_6_aFlushWithNothingToSendSendsNoRecord() throws Exception {
        assertThat(exchange(get(1, true, "/flush")).body()).isEqualTo("flushed");
    }

    @Test
    void fcgi_5_3_6_flushesAndEmptyWritesOfAServletSendNoRecord() throws Exception {
        on("/flush", (request, response) -> {
            ServletOutputStream out = response.getOutputStream();
            out.write(new byte[0]);
            out.flush();
            response.flushBuffer();
            out.flush();
            out.print("a");
            out.flush();
            response.flushBuffer();
            out.write(new byte[0]);
            out.flush();
            out.print("b");
        });
        assertThat(exchange(get(1, true, "/servlet/flush")).body()).isEqualTo("ab");
    }

    /** Not even on the stream of the request that has the ID by then. */
    @Test
    void fcgi_5_3_7_nothingFollowsTheEndOfAStream() throws Exception {
        server.on("/late", (request, response, callback) -> {
            response.write(true, UTF_8.encode("whole"), callback);
            server.awaitLatch("ended");
            Callback late = Callback.from(server.latch("late")::countDown);
            response.write(true, UTF_8.encode("too late"), late);
        });
        try (FcgiClient client = server.connect()) {
            assertThat(client.write(get(1, true, "/late").bytes()).response(1).body())
                    .isEqualTo("whole");
            client.write(get(1, true, "/wait").bytes());
            server.awaitLatch("waiting");
            server.latch("ended").countDown();
            server.awaitLatch("late");
            assertNothingFollows(client);
            server.latch("go").countDown();
            assertThat(client.response(1).body()).isEqualTo("waited");
            assertServes(client);
        }
    }
}
