package dev.fcgi.jetty;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.ArrayByteBufferPool;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
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

    TestServer() {
        connector.setPort(0);
        server.addConnector(connector);
        server.setHandler(new Paths());
    }

    TestServer start() throws Exception {
        server.start();
        return this;
    }

    FcgiClient connect() throws Exception {
        return new FcgiClient(connector.getLocalPort());
    }

    CountDownLatch latch(String name) {
        return Objects.requireNonNull(latches.computeIfAbsent(name, n -> new CountDownLatch(1)));
    }

    void awaitFailure(String path) {
        await().atMost(Duration.ofSeconds(20)).until(() -> failures.containsKey(path));
    }

    void awaitNoConnections() {
        await().atMost(Duration.ofSeconds(20))
                .until(() -> connector.getConnectedEndPoints().isEmpty());
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

    /** Stops, and fails when a buffer was not given back. */
    @Override
    public void close() throws Exception {
        latches.values().forEach(CountDownLatch::countDown);
        server.stop();
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(bufferPool.getLeaks())
                        .as(bufferPool.dumpLeaks())
                        .isEmpty());
    }

    private final class Paths extends Handler.Abstract {
        @Override
        public boolean handle(Request request, Response response, Callback callback) throws Exception {
            String path = Request.getPathInContext(request);
            switch (path) {
                case "/hello" -> text(response, "hello", callback);
                case "/facts" -> text(response, facts(request), callback);
                case "/echo" -> Content.copy(request, response, callback);
                case "/length" -> length(request, response, callback, path);
                case "/read-one" -> {
                    awaitContent(request, path);
                    text(response, "read", callback);
                }
                case "/ignore-body" -> text(response, "ignored", callback);
                case "/large" -> large(request, response, callback);
                case "/wait" -> {
                    request.addFailureListener(x -> failures.put(path, x));
                    latch("waiting").countDown();
                    latch("go").await(20, TimeUnit.SECONDS);
                    text(response, "waited", callback);
                }
                case "/throw" -> throw new IllegalStateException("on purpose");
                case "/throw-late" -> {
                    response.write(
                            false,
                            ByteBuffer.allocate(1000),
                            Callback.from(
                                    () -> callback.failed(new IllegalStateException("on purpose")), callback::failed));
                }
                case "/status" -> {
                    response.setStatus(Integer.parseInt(Objects.requireNonNull(
                            Request.extractQueryParameters(request).getValue("s"))));
                    response.getHeaders().put(HttpHeader.LOCATION, "/there");
                    text(response, "body", callback);
                }
                case "/no-type" -> response.write(true, UTF_8.encode("x"), callback);
                case "/events" -> {
                    response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/event-stream;charset=utf-8");
                    response.write(true, UTF_8.encode("data: 1\n\n"), callback);
                }
                case "/flush" ->
                    response.write(
                            false,
                            null,
                            Callback.from(
                                    () -> response.write(
                                            false,
                                            null,
                                            Callback.from(() -> text(response, "flushed", callback), callback::failed)),
                                    callback::failed));
                case "/short" -> {
                    response.getHeaders().put(HttpHeader.CONTENT_LENGTH, 100);
                    response.write(false, UTF_8.encode("short"), callback);
                }
                default -> {
                    return false;
                }
            }
            return true;
        }

        private void text(Response response, String text, Callback callback) {
            if (response.getHeaders().get(HttpHeader.CONTENT_TYPE) == null) {
                response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/plain");
            }
            response.write(true, UTF_8.encode(text), callback);
        }

        private String facts(Request request) {
            return request.getMethod() + " " + request.getHttpURI() + " "
                    + request.getConnectionMetaData().getProtocol()
                    + " remote " + Request.getRemoteAddr(request) + ":" + Request.getRemotePort(request)
                    + " local " + Request.getLocalAddr(request) + ":" + Request.getLocalPort(request)
                    + " server " + Request.getServerName(request) + ":" + Request.getServerPort(request)
                    + " secure " + request.isSecure() + " x="
                    + request.getHeaders().getValuesList("X");
        }

        private void length(Request request, Response response, Callback callback, String path) throws Exception {
            long length = 0;
            while (true) {
                Content.Chunk chunk = request.read();
                if (chunk == null) {
                    CountDownLatch available = new CountDownLatch(1);
                    request.demand(available::countDown);
                    available.await(20, TimeUnit.SECONDS);
                    continue;
                }
                if (Content.Chunk.isFailure(chunk)) {
                    failures.put(path, chunk.getFailure());
                    callback.failed(chunk.getFailure());
                    return;
                }
                length += chunk.remaining();
                chunk.release();
                if (chunk.isLast()) {
                    text(response, Long.toString(length), callback);
                    return;
                }
            }
        }

        private void awaitContent(Request request, String path) throws Exception {
            CountDownLatch available = new CountDownLatch(1);
            request.demand(available::countDown);
            latch("waiting").countDown();
            available.await(20, TimeUnit.SECONDS);
            Content.Chunk chunk = request.read();
            if (chunk != null && Content.Chunk.isFailure(chunk)) {
                failures.put(path, chunk.getFailure());
            } else if (chunk != null) {
                chunk.release();
            }
        }

        /** Writes in pieces, each when the one before has left. */
        private void large(Request request, Response response, Callback callback) {
            int bytes = Integer.parseInt(Objects.requireNonNull(
                    Request.extractQueryParameters(request).getValue("n")));
            new Object() {
                int left = bytes;

                void next() {
                    int length = Math.min(left, 300_000);
                    left -= length;
                    byte[] piece = new byte[length];
                    java.util.Arrays.fill(piece, (byte) 'x');
                    response.write(
                            left == 0,
                            ByteBuffer.wrap(piece),
                            Callback.from(
                                    () -> {
                                        if (left == 0) {
                                            callback.succeeded();
                                        } else {
                                            next();
                                        }
                                    },
                                    x -> {
                                        failures.put("/large", x);
                                        callback.failed(x);
                                    }));
                }
            }.next();
        }
    }
}
