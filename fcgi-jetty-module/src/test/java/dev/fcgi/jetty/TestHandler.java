package dev.fcgi.jetty;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Does what the path says. */
final class TestHandler extends Handler.Abstract {
    private final TestServer server;

    TestHandler(TestServer server) {
        this.server = server;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        String path = Request.getPathInContext(request);
        server.handled.incrementAndGet();
        server.running.add(request);
        Request.addCompletionListener(request, x -> server.running.remove(request)); // Jetty 12.1.12 may say it twice
        TestServer.Application application = server.applications.get(path);
        if (application != null) {
            application.handle(request, response, callback);
            return true;
        }
        switch (path) {
            case "/hello" -> text(response, "hello", callback);
            case "/mirror" -> response.write(true, ISO_8859_1.encode(mirror(request)), callback);
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
                request.addFailureListener(x -> server.failures.put(path, x));
                server.latch("waiting").countDown();
                server.latch("go").await(20, TimeUnit.SECONDS);
                text(response, "waited", callback);
            }
            case "/wait-and-read" -> {
                request.addFailureListener(x -> server.failures.put(path, x));
                server.latch("waiting").countDown();
                server.awaitLatch("go");
                text(response, Content.Source.asString(request, ISO_8859_1), callback);
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

    /** Everything a web server can say in a request, each byte one character. */
    private String mirror(Request request) throws IOException {
        StringBuilder text = new StringBuilder(request.getMethod() + " " + request.getHttpURI() + "\n");
        for (HttpField field : request.getHeaders()) {
            text.append(field.getName()).append(": ").append(field.getValue()).append('\n');
        }
        return text.append('\n')
                .append(Content.Source.asString(request, ISO_8859_1))
                .toString();
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
                server.failures.put(path, chunk.getFailure());
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
        server.latch("waiting").countDown();
        available.await(20, TimeUnit.SECONDS);
        Content.Chunk chunk = request.read();
        if (chunk != null && Content.Chunk.isFailure(chunk)) {
            server.failures.put(path, chunk.getFailure());
        } else if (chunk != null) {
            chunk.release();
        }
    }

    /** Writes in pieces, each when the one before has left. */
    private void large(Request request, Response response, Callback callback) {
        int bytes = Integer.parseInt(
                Objects.requireNonNull(Request.extractQueryParameters(request).getValue("n")));
        new Object() {
            int left = bytes;

            void next() {
                int length = Math.min(left, 300_000);
                left -= length;
                byte[] piece = new byte[length];
                Arrays.fill(piece, (byte) 'x');
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
                                    server.failures.put("/large", x);
                                    callback.failed(x);
                                }));
            }
        }.next();
    }
}
