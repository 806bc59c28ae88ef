package dev.fcgi.jetty;

import dev.fcgi.core.Event;
import dev.fcgi.core.FcgiEngine;
import dev.fcgi.core.NameValuePairs;
import dev.fcgi.core.ProtocolException;
import dev.fcgi.core.ProtocolException.Reason;
import dev.fcgi.servlet.CgiException;
import dev.fcgi.servlet.CgiRequest;
import dev.fcgi.servlet.CgiRequestMapper;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.AbstractConnection;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.RetainableByteBuffer;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpChannel;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.NanoTime;
import org.eclipse.jetty.util.component.LifeCycle;
import org.eclipse.jetty.util.thread.AutoLock;
import org.eclipse.jetty.util.thread.ExecutionStrategy;
import org.eclipse.jetty.util.thread.ThreadPool;
import org.eclipse.jetty.util.thread.strategy.AdaptiveExecutionStrategy;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection of a web server, shaped like Jetty's HTTP/2 connection: an execution strategy of its own reads, parses
 * and produces the tasks that run requests, so that a servlet that blocks stops neither parsing nor the notice that the
 * web server has gone.
 *
 * <p>At any time exactly one of these holds: the producer is reading; the end point is fill-interested; reading is
 * paused because an application does not read, and {@link #onBodyRead} will resume it; or the connection is closed.
 *
 * <p>The producer runs in one thread at a time and owns {@link #input}; {@link #lock} guards the engine, the streams,
 * the tasks and the flags.
 */
final class FcgiConnection extends AbstractConnection {
    private static final Logger LOG = LoggerFactory.getLogger(FcgiConnection.class);

    /** As long as a record header, of a version that does not exist. */
    private static final byte[] NO_RECORD = {-1, -1, -1, -1, -1, -1, -1, -1};

    private final FcgiConnectionFactory factory;
    private final Connector connector;
    private final ByteBufferPool bufferPool;
    private final ResponseHeads heads;
    private final FcgiFlusher flusher;
    private final ExecutionStrategy strategy;
    private final Callback fillableCallback = new FillableCallback();
    private final String id;
    private final AtomicLong bytesIn = new AtomicLong();
    private final AtomicLong bytesOut = new AtomicLong();
    private final AtomicLong messagesIn = new AtomicLong();
    private final AtomicLong messagesOut = new AtomicLong();

    private final AutoLock lock = new AutoLock();
    private final FcgiEngine engine;
    private final Map<Integer, HttpStreamOverFcgi> streams = new HashMap<>();
    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private boolean paused;
    private boolean cut;
    private boolean draining;
    private boolean closed;
    private long drainUntil;
    private long drained;

    private RetainableByteBuffer.@Nullable Mutable input;

    FcgiConnection(FcgiConnectionFactory factory, Connector connector, EndPoint endPoint) {
        super(endPoint, connector.getExecutor());
        this.factory = factory;
        this.connector = connector;
        this.bufferPool = connector.getByteBufferPool();
        this.heads = factory.responseHeads();
        this.engine = factory.newEngine(connector);
        this.flusher = new FcgiFlusher(this);
        this.id = Integer.toHexString(System.identityHashCode(this));
        this.strategy = new AdaptiveExecutionStrategy(this::produce, connector.getExecutor());
        LifeCycle.start(strategy);
    }

    String id() {
        return id;
    }

    Connector connector() {
        return connector;
    }

    HttpConfiguration httpConfiguration() {
        return factory.getHttpConfiguration();
    }

    ByteBufferPool bufferPool() {
        return bufferPool;
    }

    ResponseHeads heads() {
        return heads;
    }

    FcgiFlusher flusher() {
        return flusher;
    }

    @Override
    public void onOpen() {
        super.onOpen();
        strategy.produce();
    }

    @Override
    public void onFillable() {
        strategy.produce();
    }

    /** Reads until there is a task to run. Called by the strategy, by one thread at a time. */
    private @Nullable Runnable produce() {
        Runnable task = pollTask();
        if (task != null) {
            return task;
        }
        if (isFillInterested()) {
            return null;
        }
        boolean wantsInput = false;
        try {
            while (!isPausedOrClosed()) {
                RetainableByteBuffer.Mutable buffer = input;
                if (buffer != null && buffer.hasRemaining()) {
                    parse(buffer);
                    task = pollTask();
                    if (task != null) {
                        return task;
                    }
                } else {
                    int filled = fill();
                    if (filled == 0) {
                        wantsInput = true;
                        return null;
                    }
                    if (filled < 0) {
                        onEndOfInput();
                        return pollTask();
                    }
                }
            }
            return pollTask();
        } finally {
            releaseInput();
            if (wantsInput) {
                fillInterested(fillableCallback);
            }
        }
    }

    private @Nullable Runnable pollTask() {
        try (AutoLock ignored = lock.lock()) {
            return tasks.poll();
        }
    }

    private boolean isPausedOrClosed() {
        try (AutoLock ignored = lock.lock()) {
            return paused || closed;
        }
    }

    /** Gives the buffer back unless there is something in it to be parsed; an idle connection holds none. */
    private void releaseInput() {
        RetainableByteBuffer.Mutable buffer = input;
        boolean isClosed;
        try (AutoLock ignored = lock.lock()) {
            isClosed = closed;
        }
        if (buffer != null && (isClosed || !buffer.hasRemaining())) {
            input = null;
            buffer.release();
        }
    }

    private int fill() {
        RetainableByteBuffer.Mutable buffer = input;
        if (buffer != null && buffer.isRetained()) {
            buffer.release(); // body that was not read yet lies in it
            buffer = null;
        }
        if (buffer == null) {
            input = buffer = bufferPool.acquire(factory.getInputBufferSize(), factory.isUseInputDirectByteBuffers());
        }
        try {
            ByteBuffer bytes = buffer.getByteBuffer();
            BufferUtil.clear(bytes);
            int filled = getEndPoint().fill(bytes);
            if (filled > 0) {
                bytesIn.addAndGet(filled);
            }
            return filled;
        } catch (IOException x) {
            LOG.debug("{} cannot be read", this, x);
            return -1;
        }
    }

    private void parse(RetainableByteBuffer.Mutable buffer) {
        ByteBuffer bytes = buffer.getByteBuffer();
        if (discardWhileDraining(bytes)) {
            return;
        }
        try {
            while (!isPausedOrClosed()) {
                Event event = next(bytes);
                if (event == Event.NeedInput.INSTANCE) {
                    break;
                }
                onEvent(event, buffer);
            }
        } catch (ProtocolException x) {
            onProtocolFailure(x);
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
            LOG.debug("{} does not read the answers to its questions", this);
            close();
        } else if (tooMuch) {
            LOG.debug("{} sent more than {} bytes nobody reads", this, factory.getMaxUnreadBytes());
            close();
        }
        return event;
    }

    private void onEvent(Event event, RetainableByteBuffer.Mutable buffer) {
        if (event instanceof Event.Stdin stdin) {
            onStdin(stdin, buffer);
        } else if (event instanceof Event.Request request) {
            onRequest(request);
        } else if (event instanceof Event.AbortRequest abort) {
            HttpStreamOverFcgi stream = stream(abort.requestId());
            if (stream != null) {
                executeImmediately(stream.onAbort("aborted by the web server"));
            }
        } else if (event instanceof Event.RequestFailed failed) {
            onRequestFailed(failed);
        } else {
            throw new AssertionError(event);
        }
    }

    private void onRequest(Event.Request request) {
        messagesIn.incrementAndGet();
        try {
            CgiRequest cgiRequest = CgiRequestMapper.map(request.params(), factory.trustPolicy());
            HttpStreamOverFcgi stream = open(request.requestId(), cgiRequest);
            offer(stream.onRequest());
        } catch (CgiException x) {
            LOG.debug("{} request ID {}: {}", this, request.requestId(), x.getMessage());
            answerBadRequest(request.requestId(), method(request.params()), x.status());
        } catch (RuntimeException x) {
            LOG.debug("{} request ID {} has no valid URI", this, request.requestId(), x);
            answerBadRequest(request.requestId(), method(request.params()), HttpStatus.BAD_REQUEST_400);
        }
    }

    private HttpStreamOverFcgi open(int requestId, CgiRequest request) {
        HttpStreamOverFcgi stream = new HttpStreamOverFcgi(this, requestId, new RequestMetaData(this, request));
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
        HttpStreamOverFcgi stream = open(requestId, placeholder);
        Runnable task = stream.onBadRequest(new HttpException.RuntimeException(status, HttpStatus.getMessage(status)));
        if (task != null) {
            offer(task);
        }
    }

    private void onRequestFailed(Event.RequestFailed failed) {
        LOG.debug("{} request ID {}: {}", this, failed.requestId(), failed.message());
        int status = status(failed.reason());
        HttpStreamOverFcgi stream = stream(failed.requestId());
        if (stream == null) {
            answerBadRequest(failed.requestId(), "GET", status);
        } else {
            factory.countBadRequest();
            executeImmediately(
                    stream.onFailure(new HttpException.RuntimeException(status, HttpStatus.getMessage(status))));
        }
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
            offer(task);
        }
        if (stream.isFull(factory.getBodyWindowBytes()) || stream.discardedBytes() > factory.getMaxUnreadBytes()) {
            try (AutoLock ignored = lock.lock()) {
                paused = true;
            }
            if (!stream.isFull(factory.getBodyWindowBytes())) {
                onBodyRead(0); // the application was faster than the pause
            }
        }
    }

    /** A small piece is copied, so that it does not keep a whole buffer from the pool. */
    private Content.Chunk chunk(ByteBuffer content, RetainableByteBuffer.Mutable buffer) {
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

    /** {@return whether no other request is open on this connection} */
    boolean isAlone(HttpStreamOverFcgi stream) {
        try (AutoLock ignored = lock.lock()) {
            return engine.openRequests() == 0 || (engine.openRequests() == 1 && streams.containsValue(stream));
        }
    }

    /** The producer offers tasks to itself. */
    private void offer(Runnable task) {
        try (AutoLock ignored = lock.lock()) {
            tasks.offer(task);
        }
    }

    /** Has a task run by another thread: the calling one may be an application's. */
    void dispatch(Runnable task) {
        offer(task);
        strategy.dispatch();
    }

    /** Failures may free a thread that is blocked: they must not wait for one. */
    private void executeImmediately(@Nullable Runnable task) {
        ThreadPool.executeImmediately(getExecutor(), task);
    }

    /**
     * An application has read from a body.
     *
     * @param queuedBytes what is left in its window; reading resumes at half of it
     */
    void onBodyRead(int queuedBytes) {
        boolean resume;
        try (AutoLock ignored = lock.lock()) {
            resume = paused && queuedBytes <= factory.getBodyWindowBytes() / 2;
            if (resume) {
                paused = false;
            }
        }
        if (resume) {
            strategy.dispatch();
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
        messagesOut.incrementAndGet();
        onBodyRead(0);
        return true;
    }

    /** An aborted request has left the application. */
    void endAborted(HttpStreamOverFcgi stream) {
        if (deactivate(stream)) {
            flusher.endRequest(stream);
        }
    }

    /** A response cannot be completed: the connection is reset as soon as nobody else needs it. */
    void cut(HttpStreamOverFcgi stream, Throwable failure) {
        if (deactivate(stream)) {
            LOG.debug("{} request ID {} ends without a complete response", this, stream.requestId(), failure);
            try (AutoLock ignored = lock.lock()) {
                cut = true;
                engine.refuseRequests();
            }
            onFlushed();
        }
    }

    /** Something was sent: the connection may have to be closed now. */
    void onFlushed() {
        boolean reset;
        boolean close;
        try (AutoLock ignored = lock.lock()) {
            boolean idle = engine.openRequests() == 0;
            reset = idle && cut;
            close = idle && !draining && (engine.isFinished() || connector.isShutdown());
            if (close && !reset) {
                draining = true;
                drainUntil = NanoTime.now() + factory.getDrainMillis() * 1_000_000;
            }
        }
        if (reset) {
            reset();
        } else if (close) {
            drain();
        }
    }

    /** Nothing written is lost by closing: half-close, then read and drop until the web server closes too. */
    private void drain() {
        getEndPoint().setIdleTimeout(factory.getDrainMillis());
        getEndPoint().shutdownOutput();
        onBodyRead(0);
    }

    private boolean discardWhileDraining(ByteBuffer bytes) {
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
        close();
        return true;
    }

    /**
     * Ends the connection in a way that no web server takes for the end of a response. TCP has a reset. A Unix socket has
     * none, and its end alone looks like a complete response to nginx (1.22); bytes that are no record do not.
     */
    private void reset() {
        if (getEndPoint().getTransport() instanceof SocketChannel channel
                && getEndPoint().getLocalSocketAddress() instanceof InetSocketAddress) {
            try {
                channel.setOption(StandardSocketOptions.SO_LINGER, 0);
            } catch (IOException x) {
                LOG.debug("{} cannot be reset", this, x);
            }
            close();
        } else {
            try (AutoLock ignored = lock.lock()) {
                closed = true;
            }
            flusher.send(ByteBuffer.wrap(NO_RECORD), Callback.from(this::close, x -> close()));
        }
    }

    void onWriteFailed(Throwable failure) {
        LOG.debug("{} cannot be written", this, failure);
        boolean reset;
        try (AutoLock ignored = lock.lock()) {
            reset = cut || !streams.isEmpty();
        }
        if (reset) {
            reset();
        } else {
            close();
        }
    }

    private void onEndOfInput() {
        abortAll("the web server has closed the connection");
        close();
    }

    private void onProtocolFailure(ProtocolException failure) {
        LOG.debug("{} broke the protocol: {}", this, failure.getMessage());
        factory.countProtocolError();
        abortAll("the web server broke the protocol");
        close();
    }

    private void abortAll(String message) {
        List<HttpStreamOverFcgi> active;
        try (AutoLock ignored = lock.lock()) {
            active = List.copyOf(streams.values());
            streams.clear();
        }
        active.forEach(stream -> executeImmediately(stream.onAbort(message)));
    }

    @Override
    public boolean onIdleExpired(TimeoutException timeout) {
        List<HttpStreamOverFcgi> active;
        boolean isDraining;
        try (AutoLock ignored = lock.lock()) {
            active = List.copyOf(streams.values());
            isDraining = draining;
        }
        if (active.isEmpty() || isDraining || flusher.hasCancelled()) {
            return true;
        }
        if (connector.isShutdown()) {
            return false; // the shorter timeout of a stopping connector is for idle connections
        }
        boolean handling = false;
        for (HttpStreamOverFcgi stream : active) {
            HttpChannel.IdleTimeoutTask task = stream.onIdleTimeout(timeout);
            if (task.handlingRequest()) {
                handling = true;
                executeImmediately(task.action());
            }
        }
        return !handling;
    }

    @Override
    public void onFillInterestedFailed(Throwable cause) {
        abortAll(cause instanceof TimeoutException ? "the connection was idle" : "the connection failed");
        super.onFillInterestedFailed(cause);
    }

    /** Nothing more is parsed from here on; {@link #onClose} may come later, from another thread. */
    @Override
    public void close() {
        try (AutoLock ignored = lock.lock()) {
            closed = true;
        }
        super.close();
    }

    @Override
    public void onClose(@Nullable Throwable cause) {
        try (AutoLock ignored = lock.lock()) {
            closed = true;
        }
        abortAll("the connection was closed");
        strategy.produce(); // gives the input buffer back
        super.onClose(cause);
    }

    void countBytesOut(ByteBuffer[] buffers) {
        for (ByteBuffer buffer : buffers) {
            bytesOut.addAndGet(buffer.remaining());
        }
    }

    @Override
    public long getMessagesIn() {
        return messagesIn.get();
    }

    @Override
    public long getMessagesOut() {
        return messagesOut.get();
    }

    @Override
    public long getBytesIn() {
        return bytesIn.get();
    }

    @Override
    public long getBytesOut() {
        return bytesOut.get();
    }

    private final class FillableCallback implements Callback {
        @Override
        public void succeeded() {
            onFillable();
        }

        @Override
        public void failed(Throwable x) {
            onFillInterestedFailed(x);
        }

        @Override
        public InvocationType getInvocationType() {
            return InvocationType.EITHER;
        }
    }
}
