package dev.fcgi.jetty;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;

/**
 * Peers that mean ill, with a good one beside them that is served all the while. In the end nothing of them is left, and
 * there is at most one line in the log. Run with a small heap.
 */
@Tag("small-heap")
@Timeout(120)
abstract class HostileTest {
    static final int DEADLINE_MILLIS = 20_000;

    final TestServer server = new TestServer();
    private final LogCapture log = new LogCapture();
    private @Nullable GoodNeighbour neighbour;
    private Usage before = Usage.now();

    /** Starts the server as it is configured by then, and the good neighbour. */
    void start() throws Exception {
        server.threadPool.setMinThreads(server.threadPool.getMaxThreads()); // all are there from the beginning
        server.start();
        neighbour = new GoodNeighbour(server);
        neighbour().awaitServed();
        before = Usage.now();
        neighbour().countAnew();
    }

    /** {@return who is to be served all the while, from {@link #start} on} */
    GoodNeighbour neighbour() {
        return Objects.requireNonNull(neighbour);
    }

    @AfterEach
    void nothingIsLeft() throws Exception {
        try (log;
                server) {
            neighbour().awaitServed();
            neighbour().close();
            server.awaitNoConnections();
            TestServer.await().until(() -> server.factory.getOpenRequests() == 0);
            assertThat(server.factory.capacity().incompleteBytes()).isZero();
            before.awaitNoMore();
            assertThat(log.aboveDebug()).hasSizeLessThanOrEqualTo(1);
        }
    }

    /** Has the time run out for as many connections as have taken or sent so much, once there are so many. */
    void expire(int connections, long bytes) {
        TestServer.await().until(() -> busy(bytes).count() == connections);
        busy(bytes).forEach(endPoint -> endPoint.setIdleTimeout(500));
    }

    private Stream<EndPoint> busy(long bytes) {
        return server.connector.getConnectedEndPoints().stream().filter(endPoint -> {
            Connection connection = endPoint.getConnection();
            return connection.getBytesIn() + connection.getBytesOut() > bytes;
        });
    }

    /** Does the same in several threads at once. */
    static void inParallel(int times, Callable<?> attack) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(times);
        try {
            List<Future<?>> attacks = new ArrayList<>();
            for (int i = 0; i < times; i++) {
                attacks.add(threads.submit(attack));
            }
            for (Future<?> each : attacks) {
                each.get(100, TimeUnit.SECONDS);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    /** Connects without much of its own, so that there can be many. */
    Socket connect() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.connector.getLocalPort());
        socket.setSoTimeout(DEADLINE_MILLIS);
        socket.setTcpNoDelay(true);
        return socket;
    }

    /** {@return all that the server sends until it closes the connection, in whatever way; each byte one character} */
    static String readToEnd(Socket socket) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            socket.getInputStream().transferTo(bytes);
        } catch (SocketException x) {
            assertThat(x).hasMessageContaining("reset");
        }
        return bytes.toString(ISO_8859_1);
    }

    static void closeAll(List<Socket> sockets) throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
