package dev.fcgi.jetty;

import dev.fcgi.core.Event;
import dev.fcgi.core.FcgiEngine;
import dev.fcgi.core.NameValuePairs;
import dev.fcgi.core.ProtocolException;
import dev.fcgi.core.ProtocolException.Reason;
import dev.fcgi.servlet.CgiException;
import dev.fcgi.servlet.CgiRequest;
import dev.fcgi.servlet.CgiRequestMapper;
import dev.fcgi.servlet.TrustPolicy;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.RetainableByteBuffer;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.NanoTime;
import org.eclipse.jetty.util.thread.AutoLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The protocol's side of one connection: the engine and the requests that are open.
 *
 * <p>{@link #receive} is called by the connection's producer, one thread at a time; the rest by any thread.
 * {@link #lock} guards the engine, the streams and the flags. The locks of the flusher and the gate may be taken under
 * it, never the other way round.
 */
final class FcgiSession {
    private static final Logger LOG = LoggerFactory.getLogger(FcgiSession.class);

    private final FcgiConnection connection;
    private final FcgiConnectionFactory factory;
    private final FcgiFlusher flusher;
    private final ReadGate gate;
    private final TrustPolicy trustPolicy;
    private final LongAdder requestsBegun = new LongAdder();
    private final LongAdder requestsEnded = new LongAdder();

    private final AutoLock lock = new AutoLock();
    private final FcgiEngine engine;
    private final Map<Integer, HttpStreamOverFcgi> streams = new HashMap<>();
    /** Whether a response was sent in part and never will be whole. */
    private boolean cut;
    /** Whether the last response was sent and all input is dropped until the web server closes. */
    private boolean draining;

    private long drainUntil;
    private long drained;

    FcgiSession(FcgiConnection connection, FcgiConnectionFactory factory, FcgiFlusher flusher, ReadGate gate) {
        this.connection = connection;
        this.factory = factory;
        this.flusher = flusher;
        this.gate = gate;
        this.trustPolicy = factory.trustPolicy();
        this.engine = factory.newEngine(connection.connector());
    }

    long requestsBegun() {
        return requestsBegun.sum();
    }

    long requestsEnded() {
        return requestsEnded.sum();
    }

    /** Takes all of the input. */
    void receive(RetainableByteBuffer.Mutable buffer) {
        ByteBuffer bytes = buffer.getByteBuffer();
        if (dropWhileDraining(bytes)) {
            return;
        }
        try {
            Event event = next(bytes);
            while (event != Event.NeedInput.INSTANCE && !gate.isClosed()) {
                onEvent(event, buffer);
                event = next(bytes);
            }
        } catch (ProtocolException x) {
            LOG.debug("{} broke the protocol: {}", connection, x.getMessage());
            factory.countProtocolError();
            connection.fail("the web server broke the protocol");
        }
    }

    private Event next(ByteBuffer bytes) throws ProtocolException {
        Event event;
        ByteBuffer replies;
        boolean tooMuch;
        try (AutoLock ignored = lock.lock()) {
            event = engine.next(bytes);
            replies = engine.takeReplies();
            tooMuch = engine.ignoredBytes() > factory.getMaxUnreadBytes();
        }
        if (replies != null && flusher.sendRecords(replies) > factory.getMaxManagementBytes()) {
            connection.fail("the web server does not read the answers to its questions");
        } else if (tooMuch) {
            stopReading();
        }
        return event;
    }

    /** The web server sends more than is worth reading: what it was answered may still reach it, then the end. */
    private void stopReading() {
        LOG.debug("{} sent more than {} bytes nobody reads", connection, factory.getMaxUnreadBytes());
        gate.stop();
        try (AutoLock ignored = lock.lock()) {
            engine.refuseRequests();
        }
        settle();
    }

    private boolean dropWhileDraining(ByteBuffer bytes) {
        try (AutoLock ignored = lock.lock()) {
            if (!draining) {
                return false;
            }
            drained += bytes.remaining();
            BufferUtil.clear(bytes);
            if (drained <= factory.getMaxUnreadBytes() && NanoTime.until(drainUntil) > 0) {
                return true;
            }
        }
        connection.close();
        return true;
    }

    private void onEvent(Event event, RetainableByteBuffer.Mutable buffer) {
        if (event instanceof Event.Stdin stdin) {
            onStdin(stdin, buffer);
        } else if (event instanceof Event.Request request) {
            onRequest(request);
        } else if (event instanceof Event.AbortRequest abort) {
            HttpStreamOverFcgi stream = stream(abort.requestId());
            if (stream != null) {
                connection.executeImmediately(stream.onAbort("aborted by the web server"));
            }
        } else if (event instanceof Event.RequestFailed failed) {
            onRequestFailed(failed);
        } else {
            throw new AssertionError(event);
        }
    }

    private void onRequest(Event.Request request) {
        requestsBegun.increment();
        try {
            CgiRequest cgiRequest = CgiRequestMapper.map(request.params(), trustPolicy);
            connection.offer(open(request.requestId(), cgiRequest).onRequest());
            if (gate.isClosed()) {
                abortAll("the connection was closed"); // whoever closed it may not have seen this request
            }
        } catch (CgiException x) {
            LOG.debug("{} request ID {}: {}", connection, request.requestId(), x.getMessage());
            answerBadRequest(request.requestId(), method(request.params()), x.status());
        } catch (RuntimeException x) {
            LOG.debug("{} request ID {} has no valid URI", connection, request.requestId(), x);
            answerBadRequest(request.requestId(), method(request.params()), HttpStatus.BAD_REQUEST_400);
        }
    }

    private HttpStreamOverFcgi open(int requestId, CgiRequest request) {
        RequestMetaData metaData = new RequestMetaData(connection, request);
        HttpStreamOverFcgi stream = new HttpStreamOverFcgi(connection, this, requestId, metaData);
        try (AutoLock ignored = lock.lock()) {
            streams.put(requestId, stream);
        }
        return stream;
    }

    /** A HEAD gets no body even when nothing else about it is right. */
    private static String method(NameValuePairs params) {
        String method = "GET";
        for (int i = 0; i < params.size(); i++) {
            if (params.name(i).equals("REQUEST_METHOD")) {
                method = params.value(i, StandardCharsets.ISO_8859_1);
            }
        }
        return method.equals("HEAD") ? method : "GET";
    }

    private void answerBadRequest(int requestId, String method, int status) {
        factory.countBadRequest();
        CgiRequest placeholder = new CgiRequest(
                method, "/", null, "HTTP/1.1", "http", "localhost", 80, "", "", 0, "", 0, -1, null, List.of());
        Runnable task = open(requestId, placeholder).onBadRequest(badRequest(status));
        if (task != null) {
            connection.offer(task);
        }
    }

    private void onRequestFailed(Event.RequestFailed failed) {
        LOG.debug("{} request ID {}: {}", connection, failed.requestId(), failed.message());
        int status = status(failed.reason());
        HttpStreamOverFcgi stream = stream(failed.requestId());
        if (stream == null) {
            answerBadRequest(failed.requestId(), "GET", status);
        } else {
            factory.countBadRequest();
            connection.executeImmediately(stream.onFailure(badRequest(status)));
        }
    }

    private static HttpException.RuntimeException badRequest(int status) {
        return new HttpException.RuntimeException(status, HttpStatus.getMessage(status));
    }

    private static int status(Reason reason) {
        return switch (reason) {
            case TOO_MANY_PARAMS_BYTES, TOO_MANY_PARAMS, NAME_TOO_LONG, VALUE_TOO_LONG ->
                HttpStatus.REQUEST_HEADER_FIELDS_TOO_LARGE_431;
            case UNKNOWN_VERSION,
                    NULL_REQUEST_ID,
                    DUPLICATE_REQUEST_ID,
                    BAD_CONTENT_LENGTH,
                    UNEXPECTED_RECORD,
                    TRUNCATED_PAIR,
                    TOO_MANY_MANAGEMENT_BYTES -> HttpStatus.BAD_REQUEST_400;
        };
    }

    private void onStdin(Event.Stdin stdin, RetainableByteBuffer.Mutable buffer) {
        HttpStreamOverFcgi stream = stream(stdin.requestId());
        if (stream == null) {
            return;
        }
        Runnable task = stdin.last() ? stream.onContentEnd() : stream.onContent(chunk(stdin.content(), buffer));
        if (task != null) {
            connection.offer(task);
        }
        if (stream.discardedBytes() > factory.getMaxUnreadBytes()) {
            pause(stream); // until it ends
        } else if (stream.isFull(factory.getBodyWindowBytes())) {
            pause(stream);
            if (!stream.isFull(factory.getBodyWindowBytes())) {
                connection.unpause(stream); // the application was faster than the pause
            }
        }
    }

    private void pause(HttpStreamOverFcgi stream) {
        try (AutoLock ignored = lock.lock()) {
            if (streams.containsValue(stream)) {
                gate.pause(stream);
            }
        }
    }

    /** A small piece is copied, so that it does not keep a whole buffer from the pool. */
    private static Content.Chunk chunk(ByteBuffer content, RetainableByteBuffer.Mutable buffer) {
        if (content.remaining() < buffer.capacity() / 4) {
            return Content.Chunk.from(BufferUtil.copy(content), false);
        }
        buffer.retain();
        return Content.Chunk.asChunk(content, false, buffer);
    }

    private @Nullable HttpStreamOverFcgi stream(int requestId) {
        try (AutoLock ignored = lock.lock()) {
            return streams.get(requestId);
        }
    }

    /** {@return the requests that are being run or answered} */
    List<HttpStreamOverFcgi> streams() {
        try (AutoLock ignored = lock.lock()) {
            return List.copyOf(streams.values());
        }
    }

    /** {@return whether no other request is open on this connection} */
    boolean isAlone(HttpStreamOverFcgi stream) {
        try (AutoLock ignored = lock.lock()) {
            return engine.openRequests() == 0 || (engine.openRequests() == 1 && streams.containsValue(stream));
        }
    }

    /**
     * An application has read from a body. When half of the window is free, reading resumes.
     *
     * @param queuedBytes what is left in the window
     */
    void onBodyRead(HttpStreamOverFcgi stream, int queuedBytes) {
        if (queuedBytes <= factory.getBodyWindowBytes() / 2) {
            connection.unpause(stream);
        }
    }

    /**
     * END_REQUEST is about to leave: from now on the web server may use the ID again.
     *
     * @return whether the request was open until now; whoever gets {@code true} ends it
     */
    boolean deactivate(HttpStreamOverFcgi stream) {
        try (AutoLock ignored = lock.lock()) {
            if (!streams.remove(stream.requestId(), stream)) {
                return false;
            }
            engine.endRequest(stream.requestId());
        }
        requestsEnded.increment();
        connection.unpause(stream);
        return true;
    }

    /** A response cannot be completed: the connection is reset as soon as nobody else needs it. */
    void cut(HttpStreamOverFcgi stream, Throwable failure) {
        try (AutoLock ignored = lock.lock()) {
            if (!streams.containsValue(stream)) {
                return; // END_REQUEST is on its way, or nobody is there any more
            }
            cut = true;
            engine.refuseRequests();
        }
        LOG.debug("{} request ID {} ends without a complete response", connection, stream.requestId(), failure);
        deactivate(stream);
        settle();
    }

    /** A write failed: whatever was to be sent is incomplete. */
    void onWriteFailed() {
        try (AutoLock ignored = lock.lock()) {
            cut = true;
        }
        connection.close();
    }

    /** Ends the connection if all that had to be sent was sent and nothing more is to come. */
    void settle() {
        boolean reset;
        boolean close;
        try (AutoLock ignored = lock.lock()) {
            boolean idle = engine.openRequests() == 0 && flusher.isIdle();
            boolean last = engine.isFinished() || connection.connector().isShutdown();
            reset = idle && cut;
            close = idle && last && !cut && !draining;
            if (close) {
                draining = true;
                drainUntil = NanoTime.now() + TimeUnit.MILLISECONDS.toNanos(factory.getDrainMillis());
            }
        }
        if (reset) {
            connection.close();
        } else if (close) {
            connection.drain();
        }
    }

    boolean isDraining() {
        try (AutoLock ignored = lock.lock()) {
            return draining;
        }
    }

    /** {@return whether a response would look whole if the connection ended now as after a whole one} */
    boolean isIncomplete() {
        try (AutoLock ignored = lock.lock()) {
            return cut || !flusher.isIdle() || streams.values().stream().anyMatch(HttpStreamOverFcgi::isCommitted);
        }
    }

    /** Tells every application that nobody waits for its response any more. */
    void abortAll(String message) {
        List<HttpStreamOverFcgi> active;
        try (AutoLock ignored = lock.lock()) {
            active = List.copyOf(streams.values());
            streams.clear();
            cut |= active.stream().anyMatch(HttpStreamOverFcgi::isCommitted);
        }
        active.forEach(stream -> connection.executeImmediately(stream.onAbort(message)));
    }
}
