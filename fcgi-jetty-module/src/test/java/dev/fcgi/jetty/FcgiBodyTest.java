package dev.fcgi.jetty;

import static dev.fcgi.jetty.Records.get;
import static dev.fcgi.jetty.Records.post;
import static dev.fcgi.jetty.TestServer.await;
import static dev.fcgi.jetty.TestServer.params;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fcgi.core.RecordType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Request bodies: every size and cut, read, unread, too long and too short. */
class FcgiBodyTest extends StartedServerTest {
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 5000, 100_000, 5_000_000})
    void echoesBodiesOfAnySize(int length) throws Exception {
        byte[] body = new byte[length];
        for (int i = 0; i < length; i++) {
            body[i] = (byte) (i * 31);
        }
        byte[] request = post(1, false, "/echo", body).bytes();
        try (FcgiClient client = server.connect()) {
            Thread writer = new Thread(() -> {
                try {
                    client.write(request);
                } catch (IOException x) {
                    throw new IllegalStateException(x);
                }
            });
            writer.start();
            byte[] stdout = client.response(1).stdout();
            assertThat(Arrays.copyOfRange(stdout, stdout.length - length, stdout.length))
                    .isEqualTo(body);
            writer.join();
        }
    }

    @Test
    void fcgi_5_3_2_stopsReadingWhenTheApplicationDoes() throws Exception {
        try (FcgiClient client = server.connect()) {
            client.write(new Records()
                    .begin(1, true)
                    .params(1, params("POST", "/wait"))
                    .bytes());
            server.awaitLatch("waiting");
            byte[] record = new Records().stdin(1, new byte[60_000]).bytes();
            ByteBuffer bytes = ByteBuffer.wrap(record);
            long sent = 0;
            boolean stalled = false;
            while (!stalled) {
                sent += client.tryWrite(bytes);
                if (!bytes.hasRemaining()) {
                    bytes.rewind();
                } else {
                    // Full once, or full for good? The server gets time to make room.
                    await().during(Duration.ofMillis(100)).until(() -> true);
                    long more = client.tryWrite(bytes);
                    sent += more;
                    stalled = more == 0;
                }
            }
            assertThat(sent).as("bounded by socket buffers and the window").isLessThan(32 << 20);
            server.latch("go").countDown();
            client.write(bytes);
            client.write(new Records().end(RecordType.STDIN, 1).bytes());
            assertThat(client.response(1).body()).isEqualTo("waited");
            assertThat(client.write(get(1, true, "/hello").bytes()).response(1).body())
                    .isEqualTo("hello");
        }
    }

    @Test
    void fcgi_6_2_6_dropsAnUnreadBodyAndKeepsTheConnection() throws Exception {
        try (FcgiClient client = server.connect()) {
            for (int i = 0; i < 3; i++) {
                client.write(post(1, true, "/ignore-body", new byte[1_000_000]).bytes());
                assertThat(client.response(1).body()).isEqualTo("ignored");
            }
        }
    }

    @Test
    void fcgi_6_2_6_closesWhenTooMuchOfABodyIsUnread() throws Exception {
        server.close();
        server = new TestServer();
        server.factory.setMaxUnreadBytes(100_000);
        server.start();
        try (FcgiClient client = server.connect()) {
            client.write(new Records()
                    .begin(1, true)
                    .params(1, params("POST", "/ignore-body"))
                    .bytes());
            assertThat(client.response(1).body()).isEqualTo("ignored");
            assertThatThrownBy(() -> client.write(
                            new Records().stdin(1, new byte[50_000_000]).bytes()))
                    .isInstanceOf(IOException.class);
        }
        server.awaitNoConnections();
    }

    @Test
    void fcgi_6_2_2_showsNoMoreThanContentLength() throws Exception {
        try (FcgiClient client = server.connect()) {
            client.write(new Records()
                    .begin(1, true)
                    .params(1, params("POST", "/length", "CONTENT_LENGTH", "5"))
                    .stdin(1, "123")
                    .stdin(1, "45678")
                    .end(RecordType.STDIN, 1)
                    .bytes());
            assertThat(client.response(1).head()).startsWith("Status: 400 ");
            assertThat(client.write(get(1, true, "/hello").bytes()).response(1).body())
                    .isEqualTo("hello");
        }
    }

    @Test
    void fcgi_6_2_3_failsTheReadOfABodyThatIsCutShort() throws Exception {
        try (FcgiClient client = server.connect()) {
            client.write(new Records()
                    .begin(1, true)
                    .params(1, params("POST", "/length", "CONTENT_LENGTH", "5"))
                    .stdin(1, "123")
                    .end(RecordType.STDIN, 1)
                    .bytes());
            client.response(1);
            assertThat(server.failures.get("/length")).hasMessageContaining("3 of CONTENT_LENGTH 5");
        }
    }

    @Test
    void fcgi_6_2_4_readsABodyOfUnknownLength() throws Exception {
        Records records = new Records()
                .begin(1, false)
                .params(1, params("POST", "/length", "CONTENT_LENGTH", "-1"))
                .stdin(1, "123")
                .end(RecordType.STDIN, 1);
        assertThat(server.once(records).body()).isEqualTo("3");
    }
}
