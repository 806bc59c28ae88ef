package dev.fcgi.jetty;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.fcgi.core.RecordHeader;
import dev.fcgi.core.RecordType;
import java.nio.ByteBuffer;
import org.eclipse.jetty.io.ByteArrayEndPoint;
import org.eclipse.jetty.util.BufferUtil;
import org.junit.jupiter.api.Test;

/** What the producer does with input that no socket can be made to give. */
class FcgiProducerTest extends StartedServerTest {
    /** A web server that is always faster. */
    private static class Endless extends ByteArrayEndPoint {
        private static final byte[] RECORD_FOR_NOBODY =
                new Records().end(RecordType.STDIN, 7).bytes();

        @Override
        public int fill(ByteBuffer buffer) {
            int position = BufferUtil.flipToFill(buffer);
            while (buffer.remaining() >= RecordHeader.LENGTH) {
                buffer.put(RECORD_FOR_NOBODY);
            }
            BufferUtil.flipToFlush(buffer, position);
            return buffer.remaining();
        }

        @Override
        protected void needsFillInterest() {
            // it is asked when the test says so
        }
    }

    @Test
    void p_5_whoSendsWithoutEndDoesNotKeepItsThreadFromTheOthers() {
        Endless endPoint = new Endless();
        FcgiConnection connection = new FcgiConnection(server.factory, server.connector, endPoint);
        assertTimeoutPreemptively(ofSeconds(20), connection::onOpen);
        assertThat(connection.isFillInterested()).isTrue();
        long turn = connection.getBytesIn();
        assertThat(turn).isPositive();
        assertTimeoutPreemptively(ofSeconds(20), endPoint.getFillInterest()::fillable);
        assertThat(connection.getBytesIn()).isEqualTo(2 * turn);
        connection.close();
    }

    @Test
    void closesAConnectionThatItCannotGoOnReading() {
        try (LogCapture log = new LogCapture()) {
            Endless endPoint = new Endless() {
                @Override
                public int fill(ByteBuffer buffer) {
                    throw new OutOfMemoryError("on purpose");
                }
            };
            new FcgiConnection(server.factory, server.connector, endPoint).onOpen();
            assertThat(endPoint.isOpen()).isFalse();
            assertThat(log.aboveDebug()).singleElement().asString().contains("Task produce failed");
        }
    }
}
