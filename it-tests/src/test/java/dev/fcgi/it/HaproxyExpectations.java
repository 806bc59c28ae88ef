package dev.fcgi.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fcgi.it.app.Data;
import java.io.IOException;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where HAProxy 2.6.12 differs, in whatever configuration. */
interface HaproxyExpectations extends PathContract, ConnectionContract, BodyContract, UnnoticedLeave {

    /** The bytes that HAProxy keeps of a message (tune.bufsize). */
    int BUFFER = 16 * 1024;

    @Override
    @Differs("raw bytes above 127 in the path are 400")
    default void assertRawUtf8(RawReply reply) {
        assertThat(reply.status()).isEqualTo(400);
    }

    @Override
    @Differs("connections are kept, but not all requests of a client come over the same one")
    default void assertConnections(int requests, int connections) {
        assertThat(connections).as("connections for %d requests", requests).isLessThan(requests);
    }

    @Override
    @ParameterizedTest
    @CsvSource({"/contract/upload, 0", "/contract/upload, 100", "/contract/upload, 15000", "/contract/upload, 20000"})
    @Differs("a chunked body of more than 16 KiB (tune.bufsize) is 400")
    default void readsAChunkedBody(String target, long length) throws Exception {
        if (length > BUFFER) {
            // The client may see no more than the end of the connection, as not all of the body is read.
            try {
                assertThat(sendChunk(target, length).status()).isEqualTo(400);
            } catch (IOException e) {
                // it has been
            }
            Awaitility.await()
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> site().webServer().errorLog().stream()
                            .anyMatch(line -> line.contains(" 400 ") && line.contains(" PH-- ")));
            return;
        }
        assertThat(sendChunk(target, length).text()).isEqualTo(length + " " + Data.sha256(7, length));
    }

    @Override
    @Differs("a chunked body of more than 16 KiB (tune.bufsize) is 400")
    default long echoedBytes() {
        return 10_000;
    }

    @Override
    @Differs("of a large body that the application does not read the rest is not read: the client's connection hangs")
    default int unreadBytes() {
        return BUFFER / 2;
    }

    private RawReply sendChunk(String target, long length) throws IOException {
        try (RawHttp connection = client().connect();
                Data data = new Data(7, length)) {
            connection.request("POST", target, "Transfer-Encoding: chunked");
            if (length > 0) {
                connection.send(Long.toHexString(length) + "\r\n").send(data).send("\r\n");
            }
            return connection.send("0\r\n\r\n").readReply();
        }
    }

    /** What only the whole contract asks for. */
    interface Whole extends HaproxyExpectations, ResponseContract {

        @Override
        @Differs("there is no Server field")
        default void assertServerField(RawHead head) {
            assertThat(head.values("Server")).isEmpty();
        }
    }
}
