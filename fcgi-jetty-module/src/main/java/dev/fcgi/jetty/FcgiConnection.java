package dev.fcgi.jetty;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
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
import org.eclipse.jetty.util.VirtualThreads;
import org.eclipse.jetty.util.thread.Invocable;
import org.eclipse.jetty.util.thread.ThreadPool;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection of a web server: reads, has the session parse, and sees to it that requests are run, so that a servlet
 * that blocks stops neither parsing nor the notice that the web server has gone.
 *
 * <p>At any time exactly one of these holds: one thread is the reader; the end point is fill-interested; reading is
 * parked because an application does not read, and {@link #unpause} or {@link #readOn} will resume it; or nothing is
 * read any more. Whoever moves it from one to the other is the only one who can, so that this needs no lock.
 */
final class FcgiConnection extends AbstractConnection {
    private static final Logger LOG = LoggerFactory.getLogger(FcgiConnection.class);

    /** The most buffers that are read in one go: who sends without end must not keep the selector from the others. */
    private static final int READS_PER_TURN = 64;

    private static final Runnable[] NO_TASKS = {};

    /** As long as a record header, of a version that does not exist. */
    private static final byte[] NO_RECORD = {-1, -1, -1, -1, -1, -1, -1, -1};

    private final FcgiConnectionFactory factory;
    private final Connector connector;
    private final ByteBufferPool bufferPool;
    private final ReadGate gate = new ReadGate();
    private final FcgiFlusher flusher;
    private final FcgiSession session;
    private final FillableCallback fillableCallback = new FillableCallback();
    private final boolean tcp;
    private final boolean usesVirtualThreads;
    private final LongAdder bytesIn = new LongAdder();
    private final LongAdder bytesOut = new LongAdder();

    /** Whether nothing has arrived for so long that the time for the first byte counts. */
    private boolean awaitsFirstByte;

    /** What the reader has to run. */
    private final Deque<Runnable> tasks = new ArrayDeque<>(1);

    FcgiConnection(FcgiConnectionFactory factory, Connector connector, EndPoint endPoint) {
        super(endPoint, connector.getExecutor());
        this.factory = factory;
        this.connector = connector;
        this.bufferPool = connector.getByteBufferPool();
        this.flusher = new FcgiFlusher(this);
        this.session = new FcgiSession(this, factory, flusher, gate);
        this.usesVirtualThreads = VirtualThreads.isUseVirtualThreads(connector.getExecutor());
        this.tcp =
                endPoint.getLocalSocketAddress() instanceof InetSocketAddress; // nobody knows any more once it closes
    }

    String id() {
        return Integer.toHexString(System.identityHashCode(this));
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
        return factory.responseHeads();
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
        read(!usesVirtualThreads && !Invocable.isNonBlockingInvocation(), null);
    }

    @Override
    public void onFillable() {
        boolean mayBlock = fillableCallback.mayBlock();
        HttpStreamOverFcgi stream = session.onlyStream();
        Runnable task = stream == null ? null : stream.onContentPossible();
        boolean left = stream != null && task != null && session.leaveTo(stream);
        dispatch(task); // whose thread waits reads by itself: it would be waiting for this one
        if (!left) {
            read(mayBlock, null);
        }
    }

    /**
     * Reads what there is, as far as it is to be read in one go, and runs what it brings. Called by the reader, who is
     * none any more afterwards.
     *
     * @param mayBlock whether this thread may run a request
     * @param stream whose application reads, and goes on reading when it has taken what there was for it; or {@code null}
     */
    private void read(boolean mayBlock, @Nullable HttpStreamOverFcgi stream) {
        boolean more = true;
        boolean left = false;
        RetainableByteBuffer.Mutable buffer = null;
        try {
            for (int reads = 1; more; reads++) {
                if (!gate.mayRead()) {
                    return; // there may be another reader already
                }
                if (buffer == null) {
                    buffer = bufferPool.acquire(factory.getInputBufferSize(), factory.isUseInputDirectByteBuffers());
                }
                int filled = fill(buffer.getByteBuffer());
                boolean drained = filled < buffer.capacity();
                if (filled > 0) {
                    session.receive(buffer);
                } else if (filled == 0) {
                    limitTimeForFirstByte();
                } else {
                    onEndOfInput();
                }
                if (buffer.isRetained()) {
                    buffer.release(); // body that was not read yet lies in it
                    buffer = null;
                }
                left = stream != null && stream.isUnread();
                // Whoever waits for a task comes before what else may have arrived.
                more = !left && !drained && tasks.isEmpty() && reads < READS_PER_TURN;
            }
        } catch (IOException x) {
            LOG.debug("{} cannot be read", this, x);
            fail("the connection failed");
        } catch (RuntimeException | Error x) { // out of memory, for one: nobody else would ever read again
            LOG.warn("{} cannot be read", this, x);
            fail("the connection failed");
        } finally {
            if (buffer != null) {
                buffer.release();
            }
        }
        Runnable last = tasks.pollLast();
        Runnable[] others = tasks.isEmpty() ? NO_TASKS : tasks.toArray(NO_TASKS);
        tasks.clear();
        left = left && stream != null && session.leaveTo(stream);
        if (!left && gate.mayRead()) {
            fillInterested();
        }
        for (Runnable other : others) {
            dispatch(other);
        }
        if (last != null && mayBlock) {
            last.run();
        } else {
            dispatch(last);
        }
    }

    @Override
    public void fillInterested() {
        fillableCallback.undecide();
        fillInterested(fillableCallback);
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

    /** The reader leaves itself something to run. */
    void offer(@Nullable Runnable task) {
        if (task != null) {
            tasks.offer(task);
        }
    }

    /** Has a task run, by another thread if it may block. */
    void dispatch(@Nullable Runnable task) {
        if (task == null || Invocable.getInvocationType(task) != Invocable.InvocationType.BLOCKING) {
            executeImmediately(task);
            return;
        }
        try {
            VirtualThreads.execute(getExecutor(), task);
        } catch (RejectedExecutionException x) {
            LOG.debug("{} has no thread", this, x);
            fail("the server has stopped");
            executeImmediately(task); // nothing is left waiting for it
        }
    }

    /** Failures may free a thread that is blocked: they must not wait for one. */
    void executeImmediately(@Nullable Runnable task) {
        ThreadPool.executeImmediately(getExecutor(), task);
    }

    /** A body no longer keeps the connection from being read: the selector is asked to go on. */
    void unpause(HttpStreamOverFcgi stream) {
        if (gate.unpause(stream)) {
            fillInterested();
        }
    }

    /** The application that reading was left to takes its time. */
    void endTurn() {
        if (gate.endTurn()) {
            fillInterested();
        }
    }

    /**
     * Reads in the thread of an application that has read all of its body that had come, if reading was left to it.
     *
     * @return whether it was
     */
    boolean readOn(HttpStreamOverFcgi stream) {
        boolean resumed = gate.unpause(stream);
        if (resumed) {
            read(false, stream);
        }
        return resumed;
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
        List<HttpStreamOverFcgi> active =
                session.streams().stream().filter(HttpStreamOverFcgi::isRunning).toList();
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
        try {
            session.abortAll("the connection was closed");
            if (session.isIncomplete()) {
                breakOff();
            }
        } finally {
            super.close();
        }
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

    /**
     * The selector's call. When no request is open, the next thing to come is one, which the thread may run that is called.
     * When one is open, it is only told something: that takes no other thread, and must not wait for one.
     */
    private final class FillableCallback implements Callback {
        private volatile @Nullable InvocationType decision;

        /** The next time that the selector asks is the first of a registration. */
        void undecide() {
            decision = null;
        }

        @Override
        public InvocationType getInvocationType() {
            InvocationType type = decision;
            if (type == null) { // asked again it must be the same, although a request may have ended
                type = !usesVirtualThreads && session.isIdle() ? InvocationType.EITHER : InvocationType.NON_BLOCKING;
                decision = type;
            }
            return type;
        }

        /** {@return whether the thread that calls may run a request} */
        boolean mayBlock() {
            return decision == InvocationType.EITHER && !Invocable.isNonBlockingInvocation();
        }

        @Override
        public void succeeded() {
            onFillable();
        }

        @Override
        public void failed(Throwable x) {
            onFillInterestedFailed(x);
        }
    }
}
