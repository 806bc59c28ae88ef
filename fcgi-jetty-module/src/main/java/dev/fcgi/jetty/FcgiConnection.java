package dev.fcgi.jetty;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;
import org.eclipse.jetty.io.AbstractConnection;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.RetainableByteBuffer;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpChannel;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
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
 * One connection of a web server, shaped like Jetty's HTTP/2 connection: an execution strategy of its own reads, has the
 * session parse, and produces the tasks that run requests, so that a servlet that blocks stops neither parsing nor the
 * notice that the web server has gone.
 *
 * <p>At any time exactly one of these holds: the producer is reading; the end point is fill-interested; reading is
 * parked because an application does not read, and {@link #unpause} will resume it; or the connection is closed.
 *
 * <p>The producer runs in one thread at a time; {@link #lock} guards the tasks.
 */
final class FcgiConnection extends AbstractConnection {
    private static final Logger LOG = LoggerFactory.getLogger(FcgiConnection.class);

    /** The most buffers that are read in one go: who sends without end must not keep the selector from the others. */
    private static final int READS_PER_TURN = 64;

    /** As long as a record header, of a version that does not exist. */
    private static final byte[] NO_RECORD = {-1, -1, -1, -1, -1, -1, -1, -1};

    private final FcgiConnectionFactory factory;
    private final Connector connector;
    private final ByteBufferPool bufferPool;
    private final ResponseHeads heads;
    private final ReadGate gate = new ReadGate();
    private final FcgiFlusher flusher;
    private final FcgiSession session;
    private final ExecutionStrategy strategy;
    private final Callback fillableCallback = new FillableCallback();
    private final String id;
    private final boolean tcp;
    private final LongAdder bytesIn = new LongAdder();
    private final LongAdder bytesOut = new LongAdder();

    /** Since the selector called, by the producer. */
    private int reads;

    /** Whether nothing has arrived for so long that the time for the first byte counts. */
    private boolean awaitsFirstByte;

    private final AutoLock lock = new AutoLock();
    private final Queue<Runnable> tasks = new ArrayDeque<>();

    FcgiConnection(FcgiConnectionFactory factory, Connector connector, EndPoint endPoint) {
        super(endPoint, connector.getExecutor());
        this.factory = factory;
        this.connector = connector;
        this.bufferPool = connector.getByteBufferPool();
        this.heads = factory.responseHeads();
        this.flusher = new FcgiFlusher(this);
        this.session = new FcgiSession(this, factory, flusher, gate);
        this.id = Integer.toHexString(System.identityHashCode(this));
        this.tcp =
                endPoint.getLocalSocketAddress() instanceof InetSocketAddress; // nobody knows any more once it closes
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

    FcgiConnectionFactory factory() {
        return factory;
    }

    ResponseHeads heads() {
        return heads;
    }

    FcgiFlusher flusher() {
        return flusher;
    }

    FcgiSession session() {
        return session;
    }

    @Override
    public void onOpen() {
        super.onOpen();
        factory.getStatistics().onOpened();
        strategy.produce();
    }

    @Override
    public void onFillable() {
        gate.onFillable();
        strategy.produce();
    }

    /** Reads until there is a task to run, or it is the others' turn. Called by the strategy, by one thread at a time. */
    private @Nullable Runnable produce() {
        Runnable task = pollTask();
        if (task != null || isFillInterested() || gate.isParked()) {
            return task;
        }
        RetainableByteBuffer.Mutable buffer = null;
        boolean wantsInput = false;
        try {
            while (gate.mayRead()) {
                if (reads++ == READS_PER_TURN) {
                    wantsInput = true;
                    return null;
                }
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
                    limitTimeForFirstByte();
                    return null;
                }
                if (filled < 0) {
                    onEndOfInput();
                    break;
                }
                session.receive(buffer);
                task = pollTask();
                if (task != null) {
                    return task;
                }
            }
            return pollTask();
        } catch (IOException x) {
            LOG.debug("{} cannot be read", this, x);
            fail("the connection failed");
            return pollTask();
        } catch (RuntimeException | Error x) { // out of memory, for one: nobody else would ever read again
            LOG.warn("{} cannot be read", this, x);
            fail("the connection failed");
            return pollTask();
        } finally {
            if (buffer != null) {
                buffer.release();
            }
            if (wantsInput) {
                reads = 0;
                fillInterested(fillableCallback);
            }
        }
    }

    private @Nullable Runnable pollTask() {
        try (AutoLock ignored = lock.lock()) {
            return tasks.poll();
        }
    }

    private int fill(ByteBuffer bytes) throws IOException {
        BufferUtil.clear(bytes);
        int filled = getEndPoint().fill(bytes);
        if (filled > 0) {
            bytesIn.add(filled);
            factory.getStatistics().onBytesIn(filled);
            if (awaitsFirstByte) {
                awaitsFirstByte = false;
                getEndPoint().setIdleTimeout(connector.getIdleTimeout());
            }
        }
        return filled;
    }

    /** Web servers connect when they have a request: who says nothing has none. */
    private void limitTimeForFirstByte() {
        long idleTimeout = connector.getIdleTimeout();
        long firstByteMillis = factory.limits().firstByteMillis();
        if (bytesIn.sum() == 0 && (idleTimeout <= 0 || idleTimeout > firstByteMillis)) {
            awaitsFirstByte = true;
            getEndPoint().setIdleTimeout(firstByteMillis);
        }
    }

    private void onEndOfInput() {
        if (!session.onEndOfInput()) {
            fail("the web server has closed the connection");
        }
    }

    /** The producer offers tasks to itself. */
    void offer(@Nullable Runnable task) {
        if (task != null) {
            try (AutoLock ignored = lock.lock()) {
                tasks.offer(task);
            }
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
    void executeImmediately(@Nullable Runnable task) {
        ThreadPool.executeImmediately(getExecutor(), task);
    }

    /**
     * A body no longer keeps the connection from being read. A selector resumes reading, not the calling thread, which
     * may hold an application's locks, and not another, as all may be waiting for bodies.
     */
    void unpause(HttpStreamOverFcgi stream) {
        if (gate.unpause(stream)) {
            fillInterested(fillableCallback);
        }
    }

    /** Nothing written is lost by closing: half-close, then read and drop until the web server closes too. */
    void drain() {
        long drainMillis = factory.limits().drainMillis();
        if (drainMillis == 0 || getEndPoint().isInputShutdown()) {
            close();
            return;
        }
        getEndPoint().setIdleTimeout(drainMillis);
        getEndPoint().shutdownOutput();
    }

    /** Sets the idle timeout of a request, unless the connection is about to end. */
    void setIdleTimeout(long idleTimeoutMillis) {
        if (!session.isDraining()) {
            getEndPoint().setIdleTimeout(idleTimeoutMillis);
        }
    }

    /** Ends the connection and all its requests. */
    void fail(String message) {
        LOG.debug("{} ends: {}", this, message);
        session.abortAll(message);
        close();
    }

    @Override
    public boolean onIdleExpired(TimeoutException timeout) {
        List<HttpStreamOverFcgi> active = session.streams();
        if (active.isEmpty() || session.isDraining() || flusher.hasCancelled()) {
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

    /**
     * Nothing more is parsed from here on, and every application is told: {@link #onClose} may come much later, when a
     * thread is free. Whoever comes second leaves it to the first, whose reset would come too late otherwise.
     */
    @Override
    public void close() {
        if (!gate.close()) {
            return;
        }
        session.abortAll("the connection was closed");
        if (session.isIncomplete()) {
            breakOff();
        }
        super.close();
    }

    /**
     * Makes sure that no web server takes the end of the connection for the end of a response. TCP has a reset. A Unix
     * socket has none, and its end alone looks like a complete response to nginx (1.22); bytes that are no record do not.
     */
    private void breakOff() {
        try {
            if (tcp && getEndPoint().getTransport() instanceof SocketChannel channel) {
                channel.setOption(StandardSocketOptions.SO_LINGER, 0);
            } else {
                getEndPoint().flush(ByteBuffer.wrap(NO_RECORD));
            }
        } catch (IOException x) {
            LOG.debug("{} cannot be reset", this, x);
        }
    }

    @Override
    public void onClose(@Nullable Throwable cause) {
        gate.close();
        session.abortAll("the connection was closed");
        factory.getStatistics().onClosed();
        super.onClose(cause);
    }

    void countBytesOut(ByteBuffer[] buffers) {
        long bytes = BufferUtil.remaining(buffers);
        bytesOut.add(bytes);
        factory.getStatistics().onBytesOut(bytes);
    }

    @Override
    public long getMessagesIn() {
        return session.requestsBegun();
    }

    @Override
    public long getMessagesOut() {
        return session.requestsEnded();
    }

    @Override
    public long getBytesIn() {
        return bytesIn.sum();
    }

    @Override
    public long getBytesOut() {
        return bytesOut.sum();
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
