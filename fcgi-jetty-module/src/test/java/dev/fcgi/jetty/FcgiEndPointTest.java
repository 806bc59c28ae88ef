package dev.fcgi.jetty;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.fcgi.core.RecordHeader;
import dev.fcgi.core.RecordType;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.ByteArrayEndPoint;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a connection does where no socket can be made to show it. */
class FcgiEndPointTest extends StartedServerTest {
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
            assertThat(log.aboveDebug()).singleElement().asString().contains("cannot be read");
        }
    }

    @Test
    void closesAConnectionThatItCannotGoOnWriting() {
        try (LogCapture log = new LogCapture()) {
            Endless endPoint = new Endless() {
                @Override
                public void write(Callback callback, ByteBuffer... buffers) {
                    throw new OutOfMemoryError("on purpose");
                }
            };
            FcgiConnection connection = new FcgiConnection(server.factory, server.connector, endPoint);
            connection.flusher().sendRecords(ByteBuffer.allocate(8));
            assertThat(endPoint.isOpen()).isFalse();
            assertThat(connection.flusher().isIdle())
                    .as("what was not written is not sent")
                    .isFalse();
            assertThat(log.aboveDebug()).singleElement().asString().contains("cannot be written");
        }
    }

    /** The second would close it before the first has seen to it that this is a reset. */
    @Test
    void p_18_whoClosesSecondLeavesItToTheFirst() throws Exception {
        CountDownLatch resetting = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        Endless endPoint = new Endless() {
            @Override
            public boolean flush(ByteBuffer... buffers) {
                return false; // there is always something to send
            }

            @Override
            public SocketAddress getLocalSocketAddress() {
                return new InetSocketAddress(InetAddress.getLoopbackAddress(), 9000);
            }

            @Override
            public @Nullable Object getTransport() {
                resetting.countDown();
                try {
                    goOn.await(20, TimeUnit.SECONDS);
                } catch (InterruptedException x) {
                    throw new AssertionError(x);
                }
                return null;
            }
        };
        FcgiConnection connection = new FcgiConnection(server.factory, server.connector, endPoint);
        connection.flusher().sendRecords(ByteBuffer.allocate(8));
        CompletableFuture<Void> first = CompletableFuture.runAsync(connection::close);
        assertThat(resetting.await(20, TimeUnit.SECONDS)).isTrue();
        connection.close();
        assertThat(endPoint.isOpen()).isTrue();
        goOn.countDown();
        first.get(20, TimeUnit.SECONDS);
        assertThat(endPoint.isOpen()).isFalse();
    }
}
