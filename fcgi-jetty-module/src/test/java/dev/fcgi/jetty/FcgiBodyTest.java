package dev.fcgi.jetty;

import static dev.fcgi.jetty.Records.post;
import static dev.fcgi.jetty.TestServer.params;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
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

    /** As HAProxy 2.6.12 sends an empty chunked body. */
    @Test
    void anEmptyBodyNeedsNoEnd() throws Exception {
        try (FcgiClient client = server.connect()) {
            Records withoutEnd =
                    new Records().begin(1, true).params(1, params("POST", "/length", "CONTENT_LENGTH", "0"));
            assertThat(client.write(withoutEnd.bytes()).response(1).body()).isEqualTo("0");
            assertServes(client);
        }
    }
}
