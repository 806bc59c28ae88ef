package dev.fcgi.jetty;

import dev.fcgi.jetty.FcgiStatistics.Outcome;
import dev.fcgi.servlet.Mount;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.server.HttpChannel;
import org.eclipse.jetty.server.HttpStream;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.AutoLock;
import org.eclipse.jetty.util.thread.Invocable;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * One request on the wire: its body coming in, its response going out.
 *
 * <p>The connection's reader calls the {@code on...} methods, any thread the methods of {@link HttpStream}; the body
 * queue and the state are guarded by {@link #lock}.
 */
final class HttpStreamOverFcgi implements HttpStream {
    /** What a piece of the body costs beside its bytes, so that a flood of tiny records is bounded too. */
    private static final int CHUNK_COST = 128;

    private static final HttpChannel.Factory CHANNELS = new HttpChannel.DefaultFactory();

    /** Of the request IDs that web servers use: Jetty asks for the text with every request. */
    private static final String[] IDS =
            IntStream.range(0, 256).mapToObj(Integer::toString).toArray(String[]::new);

    /** How far the task has come that runs the request. */
    private enum Progress {
        /** It waits for a thread. */
        QUEUED,
        /** A thread is on its way to the handler. */
        STARTED,
        HANDLING,
        /** The request has failed before a thread came: there is nothing to run. */
        FAILED
    }

    private final FcgiConnection connection;
    private final FcgiSession session;
    private final int requestId;
    private final RequestMetaData metaData;
    private final HttpChannel channel;

    private final AutoLock lock = new AutoLock();
    private final Queue<Content.Chunk> body = new ArrayDeque<>(2);
    private Content.@Nullable Chunk end;
    private long received;
    private long discarded;
    private int queuedCost;
    private boolean demand;
    private boolean discarding;

    /** Of the response; sends come one after the other, each after the completion of the one before. */
    private boolean bodyAllowed = true;

    private long contentLength = -1;
    private long written;
    private ByteBuffer stderr = BufferUtil.EMPTY_BUFFER;
    private int appStatus;

    private Progress progress = Progress.QUEUED;
    /** What runs the request when its body has come. */
    private @Nullable Runnable held;
    /** What the application is to be told as soon as it runs. */
    private List<Supplier<@Nullable Runnable>> deferred = List.of();

    private final AtomicBoolean committed = new AtomicBoolean();
    private volatile boolean aborted;
    /** Whether the connector has answered in the application's place. */
    private volatile boolean takenOver;
    /** Whether what the web server sent of it was no valid request. */
    private volatile boolean invalid;
    /** Whether the application has finished; its response may be on its way still. */
    private volatile boolean finished;
    /** Whether the task that runs the request may stand in the pool's queue. */
    private volatile boolean waiting = true;
    /** Whether nothing more is sent: a part of the response was taken back, or the connection is about to be closed. */
    private volatile boolean silent;

    private final AtomicBoolean holdsPlace = new AtomicBoolean(true);
    private final AtomicReference<Scheduler.@Nullable Task> deadline = new AtomicReference<>();

    HttpStreamOverFcgi(FcgiConnection connection, FcgiSession session, int requestId, RequestMetaData metaData) {
        this.connection = connection;
        this.session = session;
        this.requestId = requestId;
        this.metaData = metaData;
        // HAProxy 2.6 does not end the body of a request whose CONTENT_LENGTH it knows to be 0.
        this.end = metaData.request().contentLength() == 0 ? Content.Chunk.EOF : null;
        metaData.setStream(this);
        this.channel = CHANNELS.newHttpChannel(metaData);
        channel.setHttpStream(this);
    }

    int requestId() {
        return requestId;
    }

    RequestMetaData metaData() {
        return metaData;
    }

    /** {@return whether the web server has said that it wants no more of this request} */
    boolean isAborted() {
        return aborted;
    }

    /** {@return what FCGI_STDERR carries of an error that the application did not catch, empty when there is none} */
    ByteBuffer stderr() {
        return stderr;
    }

    int appStatus() {
        return appStatus;
    }

    /** {@return whether the connector has answered in the application's place} */
    boolean isTakenOver() {
        return takenOver;
    }

    /** {@return how the request ends if it ends now} */
    Outcome outcome() {
        if (aborted) {
            return Outcome.ABORTED;
        }
        return takenOver ? Outcome.REFUSED : invalid ? Outcome.INVALID : Outcome.COMPLETED;
    }

    boolean isHead() {
        return metaData.request().method().equals("HEAD");
    }

    /** {@return the task that runs the request; blocking} */
    Runnable onRequest() {
        Runnable handling = channel.onRequest(metaData.metaData());
        metaData.setAttributes(channel.getRequest());
        return Invocable.from(Invocable.getInvocationType(handling), () -> {
            waiting = false;
            boolean runs;
            try (AutoLock ignored = lock.lock()) {
                runs = progress == Progress.QUEUED;
                progress = runs ? Progress.STARTED : progress;
            }
            if (runs) {
                handling.run();
            } else { // what failed before it was run has been answered already
                leave();
            }
        });
    }

    /** Has the request wait for its body, in no queue. */
    void hold(Runnable task) {
        try (AutoLock ignored = lock.lock()) {
            held = task;
            waiting = false;
        }
    }

    /** {@return the task of a request that need not wait for its body any longer, or {@code null}} */
    @Nullable
    Runnable takeHeld() {
        try (AutoLock ignored = lock.lock()) {
            Runnable task = progress == Progress.QUEUED ? held : null;
            held = null;
            waiting |= task != null;
            return task;
        }
    }

    /** Jetty calls the handler: from here on it expects the handler to complete the request, whatever happens. */
    void onHandling() {
        List<Supplier<@Nullable Runnable>> failures;
        try (AutoLock ignored = lock.lock()) {
            progress = Progress.HANDLING;
            failures = deferred;
            deferred = List.of();
        }
        for (int i = 0; i < failures.size(); i++) {
            connection.executeImmediately(failures.get(i).get());
        }
    }

    /**
     * Tells Jetty of a failure. While a thread is on its way to the handler, Jetty would complete the request on the spot,
     * and call the handler for it nevertheless: it is told when the handler is called.
     *
     * @param failure gives the task that tells the application
     */
    private @Nullable Runnable fail(Supplier<@Nullable Runnable> failure) {
        try (AutoLock ignored = lock.lock()) {
            if (progress == Progress.STARTED) {
                deferred = new ArrayList<>(deferred);
                deferred.add(failure);
                return null;
            }
            if (progress == Progress.QUEUED) {
                progress = Progress.FAILED;
            }
        }
        return failure.get();
    }

    /**
     * The application has finished, will never begin, or has had time enough to notice that nobody waits for it. A
     * request that waits for a thread keeps its place until there is one: else the queue had no bound.
     */
    void leave() {
        if (!waiting && holdsPlace.compareAndSet(true, false)) {
            session.capacity().endRequest();
        }
        replaceDeadline(null);
    }

    /** Sets the task that is cancelled when the application leaves, in place of the one before. */
    void setDeadline(Scheduler.@Nullable Task task) {
        replaceDeadline(task);
        if (!holdsPlace.get()) {
            replaceDeadline(null); // nothing may keep a request that has ended from being collected
        }
    }

    private void replaceDeadline(Scheduler.@Nullable Task task) {
        Scheduler.Task before = deadline.getAndSet(task);
        if (before != null) {
            before.cancel();
        }
    }

    /**
     * Sends nothing more.
     *
     * @return whether the response has begun
     */
    boolean silence() {
        silent = true;
        return isCommitted();
    }

    /** {@return whether the connector may answer in the application's place: it has not begun to} */
    boolean takeOver() {
        boolean first = committed.compareAndSet(false, true);
        takenOver |= first;
        return first;
    }

    /**
     * Takes a piece of the body.
     *
     * @param chunk not empty; owned by this stream from now on
     * @return the task that tells the application, or {@code null} when it does not wait for it
     */
    @Nullable
    Runnable onContent(Content.Chunk chunk) {
        int length = chunk.remaining();
        long announced = metaData.request().contentLength();
        boolean notify;
        try (AutoLock ignored = lock.lock()) {
            received += length;
            if (discarding || Content.Chunk.isFailure(end)) {
                discarded += length;
                chunk.release();
                return null;
            }
            if (announced >= 0 && received > announced) {
                // The application must not see a byte more than CONTENT_LENGTH (FastCGI 1.0, section 6.2).
                end = Content.Chunk.from(new HttpException.RuntimeException(
                        HttpStatus.BAD_REQUEST_400, "the body is longer than CONTENT_LENGTH " + announced));
                ByteBuffer bytes = chunk.getByteBuffer();
                bytes.limit(bytes.limit() - (int) Math.min(length, received - announced));
            }
            if (chunk.hasRemaining()) {
                queuedCost += cost(chunk);
                body.offer(chunk);
            } else {
                chunk.release();
            }
            notify = takeDemand();
        }
        return notify ? channel.onContentAvailable() : null;
    }

    /**
     * Ends the body.
     *
     * @param failed whether it ended with the web server's output, or the request, rather than as a stream
     * @return the task that tells the application, or {@code null} when it does not wait for it
     */
    @Nullable
    Runnable onContentEnd(boolean failed) {
        long announced = metaData.request().contentLength();
        boolean notify;
        try (AutoLock ignored = lock.lock()) {
            if (end == null) {
                end = failed || received < announced
                        ? Content.Chunk.from(new EofException("the body ended after " + received
                                + (announced < 0 ? "" : " of CONTENT_LENGTH " + announced) + " bytes"))
                        : Content.Chunk.EOF;
            }
            notify = takeDemand();
        }
        return notify ? channel.onContentAvailable() : null;
    }

    private boolean takeDemand() {
        boolean taken = demand;
        demand = false;
        return taken;
    }

    /** {@return the task that tells the application that nobody waits for the response any more, or {@code null}} */
    @Nullable
    Runnable onAbort(String message) {
        aborted = true;
        return fail(() -> channel.onRemoteFailure(new EofException(message)));
    }

    /** {@return the task that tells the application of a fault in what the web server sent, or {@code null}} */
    @Nullable
    Runnable onFailure(Throwable failure) {
        return fail(() -> channel.onFailure(failure));
    }

    /** {@return the same for a request that is not valid} */
    @Nullable
    Runnable onInvalid(Throwable failure) {
        invalid = true;
        return onFailure(failure);
    }

    HttpChannel.IdleTimeoutTask onIdleTimeout(TimeoutException timeout) {
        return channel.onIdleTimeout(timeout);
    }

    /** {@return whether the unread body has filled its window} */
    boolean isFull(int windowBytes) {
        try (AutoLock ignored = lock.lock()) {
            return queuedCost >= windowBytes;
        }
    }

    /** {@return whether as much body has come as was announced} */
    boolean hasAll() {
        try (AutoLock ignored = lock.lock()) {
            return received >= metaData.request().contentLength();
        }
    }

    /** {@return the bytes of body that arrived when nobody would read them any more} */
    long discardedBytes() {
        try (AutoLock ignored = lock.lock()) {
            return discarded;
        }
    }

    private static int cost(Content.Chunk chunk) {
        return chunk.remaining() + CHUNK_COST;
    }

    @Override
    public String getId() {
        return requestId < IDS.length ? IDS[requestId] : Integer.toString(requestId);
    }

    @Override
    public Content.@Nullable Chunk read() {
        Content.Chunk chunk = poll();
        return chunk == null && connection.readOn(this) ? poll() : chunk;
    }

    private Content.@Nullable Chunk poll() {
        Content.Chunk chunk;
        int left;
        try (AutoLock ignored = lock.lock()) {
            chunk = body.poll();
            if (chunk == null) {
                Content.Chunk last = end;
                end = Content.Chunk.next(last);
                return last;
            }
            queuedCost -= cost(chunk);
            left = queuedCost;
        }
        session.onBodyRead(this, left);
        return chunk;
    }

    @Override
    public void demand() {
        if (!isReadable()) {
            connection.readOn(this);
        }
        boolean readable;
        try (AutoLock ignored = lock.lock()) {
            readable = !body.isEmpty() || end != null;
            demand = !readable;
        }
        Runnable task = readable ? channel.onContentAvailable() : null;
        if (task != null) {
            task.run();
        }
    }

    private boolean isReadable() {
        try (AutoLock ignored = lock.lock()) {
            return !body.isEmpty() || end != null;
        }
    }

    /** {@return whether some of the body has come, was not read yet, and is not the end of it} */
    boolean isUnread() {
        try (AutoLock ignored = lock.lock()) {
            return !body.isEmpty() && end == null;
        }
    }

    /** {@return the task that has the application, which waits for it, read its body; {@code null} when it does not wait} */
    @Nullable
    Runnable onContentPossible() {
        boolean notify;
        try (AutoLock ignored = lock.lock()) {
            notify = takeDemand();
        }
        return notify ? channel.onContentAvailable() : null;
    }

    @Override
    public void prepareResponse(HttpFields.Mutable headers) {
        // nothing about the connection goes into a CGI head
    }

    @Override
    public void send(
            MetaData.Request request,
            MetaData.@Nullable Response response,
            boolean last,
            @Nullable ByteBuffer content,
            Callback callback) {
        if (response != null && HttpStatus.isInterim(response.getStatus())) {
            callback.succeeded(); // a front end would take it for the final response
            return;
        }
        if (aborted || takenOver) {
            callback.failed(new EofException("the web server wants no more of this request"));
            return;
        }
        if (silent) {
            callback.failed(new EofException("the response cannot be completed"));
            return;
        }
        ByteBuffer body = content == null ? BufferUtil.EMPTY_BUFFER : content;
        boolean allowed = response == null
                ? bodyAllowed
                : ResponseHeads.allowsBody(metaData.request().method(), response.getStatus());
        if (!allowed) {
            body.position(body.limit());
        }
        long announced =
                response == null ? contentLength : response.getHttpFields().getLongField(HttpHeader.CONTENT_LENGTH);
        long total = (response == null ? written : 0) + body.remaining();
        if (allowed && announced >= 0 && (last ? total != announced : total > announced)) {
            // A web server would wait for the rest, or take the surplus for the next response.
            callback.failed(new IOException("the body has " + total + " bytes, Content-Length is " + announced));
            return;
        }
        ByteBuffer head = BufferUtil.EMPTY_BUFFER;
        if (response != null) {
            try {
                long knownLength = last && allowed ? body.remaining() : -1;
                head = connection
                        .heads()
                        .encode(
                                metaData.request(),
                                response,
                                knownLength,
                                !last || body.hasRemaining(),
                                channel.getRequest().getAttribute(Mount.LOCATION_IS_PUBLIC) != null);
            } catch (RuntimeException x) {
                callback.failed(x);
                return;
            }
            if (!committed.compareAndSet(false, true)) {
                callback.failed(new IllegalStateException("a response was begun already"));
                return;
            }
            if (silent) { // whoever closes the connection may have asked already whether a response has begun
                callback.failed(new EofException("the response cannot be completed"));
                return;
            }
        }
        if (response != null) {
            connection.factory().onResponseHead(head.remaining());
            if (HttpStatus.isServerError(response.getStatus()) && ErrorReport.isFailed(channel.getRequest())) {
                ErrorReport report = connection.factory().errorReport();
                stderr = report.stderr(channel.getRequest());
                appStatus = report.appStatus();
            }
        }
        bodyAllowed = allowed;
        contentLength = announced;
        written = total;
        if (!last && !head.hasRemaining() && !body.hasRemaining()) {
            callback.succeeded(); // an empty STDOUT record would end the stream (section 5.3)
            return;
        }
        connection.flusher().send(this, head, body, last, callback);
    }

    @Override
    public Runnable cancelSend(Throwable cause, Callback appCallback) {
        silent = true; // whatever the application makes of it, the response will not be whole
        return () -> connection
                .flusher()
                .cancel(this, cause, !aborted && session.isAlone(this), () -> appCallback.failed(cause));
    }

    @Override
    public long getIdleTimeout() {
        return connection.getEndPoint().getIdleTimeout();
    }

    @Override
    public void setIdleTimeout(long idleTimeoutMs) {
        connection.setIdleTimeout(idleTimeoutMs);
    }

    @Override
    public boolean isCommitted() {
        return committed.get();
    }

    /**
     * Drops the body, what is queued and what still comes. Whoever reads on gets a failure, unless all was read.
     *
     * @return {@code null}: the connection sees to the rest and to a limit on it
     */
    @Override
    public @Nullable Throwable consumeAvailable() {
        try (AutoLock ignored = lock.lock()) {
            discarding = true;
            if (end == null || !body.isEmpty()) {
                end = Content.Chunk.from(new EofException("the rest of the body was dropped"));
            }
            body.forEach(Content.Chunk::release);
            body.clear();
            queuedCost = 0;
        }
        connection.unpause(this);
        return null;
    }

    /** {@return whether the application may still do something} */
    boolean isRunning() {
        return !finished;
    }

    @Override
    public void succeeded() {
        finished = true;
        leave();
        consumeAvailable();
        if (aborted) {
            connection.flusher().endRequest(this);
        }
    }

    @Override
    public void failed(Throwable failure) {
        finished = true;
        leave();
        consumeAvailable();
        if (aborted) {
            connection.flusher().endRequest(this);
        } else if (!takenOver) {
            session.cut(this, failure);
        }
    }
}
