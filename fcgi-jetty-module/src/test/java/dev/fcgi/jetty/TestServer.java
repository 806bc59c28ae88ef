package dev.fcgi.jetty;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.eclipse.jetty.io.ArrayByteBufferPool;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** A server in this process with a buffer pool that finds leaks, and a handler that does what the path says. */
final class TestServer implements AutoCloseable {
    final ArrayByteBufferPool.Tracking bufferPool = new ArrayByteBufferPool.Tracking();
    final QueuedThreadPool threadPool = new QueuedThreadPool(16);
    final Server server = new Server(threadPool, null, bufferPool);
    final FcgiConnectionFactory factory = new FcgiConnectionFactory();
    final FcgiServerConnector connector = new FcgiServerConnector(server, factory);
    final Map<String, CountDownLatch> latches = new ConcurrentHashMap<>();
    final Map<String, Throwable> failures = new ConcurrentHashMap<>();
    final Map<String, Application> applications = new ConcurrentHashMap<>();
    /** Requests that reached the handler, and of those the ones that are not complete. */
    final AtomicInteger handled = new AtomicInteger();

    final Set<Request> running = ConcurrentHashMap.newKeySet();

    /** What one test needs to happen at a path. */
    interface Application {
        void handle(Request request, Response response, Callback callback) throws Exception;
    }

    TestServer() {
        connector.setPort(0);
        server.addConnector(connector);
        server.setHandler(new TestHandler(this));
    }

    TestServer start() throws Exception {
        server.start();
        return this;
    }

    FcgiClient connect() throws Exception {
        return new FcgiClient(connector.getLocalPort());
    }

    /** Connects as a web server that soon makes this side wait before it can write more. */
    FcgiClient connectSlow() throws Exception {
        return new FcgiClient(connector.getLocalPort(), 4096);
    }

    TestServer on(String path, Application application) {
        applications.put(path, application);
        return this;
    }

    CountDownLatch latch(String name) {
        return Objects.requireNonNull(latches.computeIfAbsent(name, n -> new CountDownLatch(1)));
    }

    /** Waits until an application has got as far as the latch. */
    void awaitLatch(String name) throws InterruptedException {
        assertThat(latch(name).await(20, TimeUnit.SECONDS)).as(name).isTrue();
    }

    /** Sends one request on a connection that is not kept, and takes the response and the end of the connection. */
    FcgiClient.Response once(Records records) throws Exception {
        try (FcgiClient client = connect()) {
            FcgiClient.Response response = client.write(records.bytes()).response(1);
            assertThat(client.closed()).isTrue();
            return response;
        }
    }

    void awaitFailure(String path) {
        await().until(() -> failures.containsKey(path));
    }

    void awaitNoConnections() {
        await().until(() -> connector.getConnectedEndPoints().isEmpty());
    }

    /** {@return the only connection, once it is there} */
    FcgiConnection connection() {
        await().untilAsserted(
                        () -> assertThat(connector.getConnectedEndPoints()).hasSize(1));
        return (FcgiConnection)
                connector.getConnectedEndPoints().iterator().next().getConnection();
    }

    /** Waits until the only connection has read what was sent and asks for more. */
    void awaitRead(FcgiClient client) {
        FcgiConnection connection = connection();
        await().until(() -> connection.getBytesIn() == client.written() && connection.isFillInterested());
    }

    /** Waits until the only connection knows that the web server sends nothing more. */
    void awaitInputShutdown() {
        FcgiConnection connection = connection();
        await().until(() -> connection.getEndPoint().isInputShutdown());
    }

    /** Has a generous deadline. */
    static ConditionFactory await() {
        return Awaitility.await()
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(5))
                .atMost(Duration.ofSeconds(20));
    }

    /** Parameters of a request with the given method and target, as a web server sends them. */
    static Map<String, String> params(String method, String target) {
        Map<String, String> params = new LinkedHashMap<>();
        params.put("REQUEST_METHOD", method);
        params.put("REQUEST_URI", target);
        params.put("SERVER_PROTOCOL", "HTTP/1.1");
        params.put("HTTP_HOST", "www.example.test");
        params.put("REMOTE_ADDR", "192.0.2.7");
        params.put("REMOTE_PORT", "4711");
        params.put("SERVER_ADDR", "192.0.2.1");
        params.put("SERVER_PORT", "80");
        return params;
    }

    static Map<String, String> params(String method, String target, String... more) {
        Map<String, String> params = new HashMap<>(params(method, target));
        for (int i = 0; i < more.length; i += 2) {
            params.put(more[i], more[i + 1]);
        }
        return params;
    }

    /** Stops, and fails when a connection, a request, its room or a buffer stays behind. */
    @Override
    public void close() throws Exception {
        latches.values().forEach(CountDownLatch::countDown);
        awaitNoConnections();
        await().until(() -> factory.getOpenRequests() == 0);
        server.stop();
        assertThat(factory.capacity().incompleteBytes()).isZero();
        await().untilAsserted(
                        () -> assertThat(running).as("requests that do not end").isEmpty());
        await().untilAsserted(() ->
                assertThat(bufferPool.getLeaks()).as(bufferPool.dumpLeaks()).isEmpty());
    }
}
