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
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.TimeUnit;
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
import org.eclipse.jetty.util.thread.Invocable;
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
 * parked because an application does not read, and {@link #unpause} will resume it; or the connection is closed.
 *
 * <p>The producer runs in one thread at a time; {@link #lock} guards the engine, the streams, the tasks and the flags.
 * The flusher's lock may be taken under it, never the other way round.
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
    /** Requests whose unread body has filled its window; while there is one, the connection is not read. */
    private final Set<HttpStreamOverFcgi> full = new HashSet<>();

    /** Whether reading has stopped for that reason; the selector's call makes it go on. */
    private boolean parked;

    /** Whether the selector has been asked to. */
    private boolean resuming;

    /** Whether a response was sent in part and never will be whole. */
    private boolean cut;

    private boolean draining;
    private boolean closed;
    private long drainUntil;
    private long drained;

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
        try (AutoLock ignored = lock.lock()) {
            parked = false;
            resuming = false;
        }
        strategy.produce();
    }

    /** Reads until there is a task to run. Called by the strategy, by one thread at a time. */
    private @Nullable Runnable produce() {
        Runnable task = pollTask();
        if (task != null || isFillInterested() || isParked()) {
            return task;
        }
        RetainableByteBuffer.Mutable buffer = null;
        boolean wantsInput = false;
        try {
            while (mayRead()) {
                if (buffer != null && buffer.isRetained()) {
                    buffer.release(); // body that was not read yet lies in it
                    buffer = null;
                }
                if (buffer == null) {
                    buffer = bufferPool.acquire(factory.getInputBufferSize(), factory.isUseInputDirectByteBuffers());
                }
                int filled = fill(buffer.getByteBuffer());
                if (filled == 0) {
                    wantsInput = true;
                    return null;
                }
                if (filled < 0) {
                    fail("the web server has closed the connection");
                    break;
                }
                parse(buffer);
                task = pollTask();
                if (task != null) {
                    return task;
                }
            }
            return pollTask();
        } finally {
            if (buffer != null) {
                buffer.release();
            }
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

    private boolean isParked() {
        try (AutoLock ignored = lock.lock()) {
            return parked;
        }
    }

    private boolean isClosed() {
        try (AutoLock ignored = lock.lock()) {
            return closed;
        }
    }

    /** {@return whether to go on reading; if not because of a full window, {@link #unpause} resumes} */
    private boolean mayRead() {
        try (AutoLock ignored = lock.lock()) {
            parked = !closed && !full.isEmpty();
            return !closed && !parked;
        }
    }

    private int fill(ByteBuffer bytes) {
        BufferUtil.clear(bytes);
        try {
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
            while (true) {
                Event event = next(bytes);
                if (event == Event.NeedInput.INSTANCE || isClosed()) {
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
            fail("the web server does not read the answers to its questions");
        } else if (tooMuch) {
            LOG.debug("{} sent more than {} bytes nobody reads", this, factory.getMaxUnreadBytes());
            fail("the web server sent too much that nobody reads");
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
        if (stream.discardedBytes() > factory.getMaxUnreadBytes()) {
            pause(stream); // until it ends
        } else if (stream.isFull(factory.getBodyWindowBytes())) {
            pause(stream);
            if (!stream.isFull(factory.getBodyWindowBytes())) {
                unpause(stream); // the application was faster than the pause
            }
        }
    }

    private void pause(HttpStreamOverFcgi stream) {
        try (AutoLock ignored = lock.lock()) {
            if (streams.containsValue(stream)) {
                full.add(stream);
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

    /** Has a task of an application's thread run: by another one if it may block. */
    void execute(@Nullable Runnable task) {
        if (task != null && Invocable.getInvocationType(task) == Invocable.InvocationType.BLOCKING) {
            offer(task);
            strategy.dispatch();
        } else {
            executeImmediately(task);
        }
    }

    /** Failures may free a thread that is blocked: they must not wait for one. */
    private void executeImmediately(@Nullable Runnable task) {
        ThreadPool.executeImmediately(getExecutor(), task);
    }

    /**
     * An application has read from a body. When half of the window is free, reading resumes.
     *
     * @param queuedBytes what is left in the window
     */
    void onBodyRead(HttpStreamOverFcgi stream, int queuedBytes) {
        if (queuedBytes <= factory.getBodyWindowBytes() / 2) {
            unpause(stream);
        }
    }

    /**
     * A body no longer keeps the connection from being read. A selector resumes reading, not the calling thread, which
     * may hold an application's locks, and not another, as all may be waiting for bodies.
     */
    void unpause(HttpStreamOverFcgi stream) {
        boolean resume;
        try (AutoLock ignored = lock.lock()) {
            resume = full.remove(stream) && full.isEmpty() && parked && !resuming;
            resuming |= resume;
        }
        if (resume) {
            fillInterested(fillableCallback);
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
        unpause(stream);
        return true;
    }

    /** An aborted request has left the application. */
    void endAborted(HttpStreamOverFcgi stream) {
        flusher.endRequest(stream);
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
        LOG.debug("{} request ID {} ends without a complete response", this, stream.requestId(), failure);
        deactivate(stream);
        settle();
    }

    /** Closes the connection if all that had to be sent was sent and nothing more is to come. */
    void settle() {
        boolean reset;
        boolean close;
        try (AutoLock ignored = lock.lock()) {
            boolean idle = engine.openRequests() == 0 && flusher.isIdle();
            reset = idle && cut;
            close = idle && !draining && (engine.isFinished() || connector.isShutdown());
            if (close && !reset) {
                draining = true;
                drainUntil = NanoTime.now() + TimeUnit.MILLISECONDS.toNanos(factory.getDrainMillis());
            }
        }
        if (reset) {
            close();
        } else if (close) {
            drain();
        }
    }

    /** Nothing written is lost by closing: half-close, then read and drop until the web server closes too. */
    private void drain() {
        if (factory.getDrainMillis() <= 0) {
            close();
            return;
        }
        getEndPoint().setIdleTimeout(factory.getDrainMillis());
        getEndPoint().shutdownOutput();
    }

    /** Sets the idle timeout of a request, unless the connection is about to end. */
    void setIdleTimeout(long idleTimeoutMillis) {
        boolean isDraining;
        try (AutoLock ignored = lock.lock()) {
            isDraining = draining;
        }
        if (!isDraining) {
            getEndPoint().setIdleTimeout(idleTimeoutMillis);
        }
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
     * Makes sure that no web server takes the end of the connection for the end of a response. TCP has a reset. A Unix
     * socket has none, and its end alone looks like a complete response to nginx (1.22); bytes that are no record do not.
     */
    private void breakOff() {
        try {
            if (getEndPoint().getTransport() instanceof SocketChannel channel
                    && getEndPoint().getLocalSocketAddress() instanceof InetSocketAddress) {
                channel.setOption(StandardSocketOptions.SO_LINGER, 0);
            } else {
                getEndPoint().flush(ByteBuffer.wrap(NO_RECORD));
            }
        } catch (IOException x) {
            LOG.debug("{} cannot be reset", this, x);
        }
    }

    void onWriteFailed(Throwable failure) {
        LOG.debug("{} cannot be written", this, failure);
        try (AutoLock ignored = lock.lock()) {
            cut = true;
        }
        close();
    }

    private void onProtocolFailure(ProtocolException failure) {
        LOG.debug("{} broke the protocol: {}", this, failure.getMessage());
        factory.countProtocolError();
        fail("the web server broke the protocol");
    }

    private void fail(String message) {
        abortAll(message);
        close();
    }

    private void abortAll(String message) {
        List<HttpStreamOverFcgi> active;
        try (AutoLock ignored = lock.lock()) {
            active = List.copyOf(streams.values());
            streams.clear();
            full.clear();
            cut |= active.stream().anyMatch(HttpStreamOverFcgi::isCommitted);
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
        List<HttpChannel.IdleTimeoutTask> expired =
                active.stream().map(stream -> stream.onIdleTimeout(timeout)).toList();
        boolean handling = expired.stream().anyMatch(HttpChannel.IdleTimeoutTask::handlingRequest);
        if (handling) {
            expired.forEach(task -> executeImmediately(task.action()));
        }
        return !handling;
    }

    /** Not half-closed as other connections of Jetty: a request that came now would be run and never answered. */
    @Override
    public void onFillInterestedFailed(Throwable cause) {
        fail(cause instanceof TimeoutException ? "the connection was idle" : "the connection failed");
    }

    /** Nothing more is parsed from here on; {@link #onClose} may come later, from another thread. */
    @Override
    public void close() {
        boolean incomplete;
        try (AutoLock ignored = lock.lock()) {
            incomplete = !closed && (cut || streams.values().stream().anyMatch(HttpStreamOverFcgi::isCommitted));
            incomplete |= !closed && !flusher.isIdle();
            closed = true;
        }
        if (incomplete) {
            breakOff();
        }
        super.close();
    }

    @Override
    public void onClose(@Nullable Throwable cause) {
        try (AutoLock ignored = lock.lock()) {
            closed = true;
        }
        abortAll("the connection was closed");
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
