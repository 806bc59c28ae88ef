package dev.fcgi.jetty;

import dev.fcgi.core.Capacity;
import dev.fcgi.core.Event;
import dev.fcgi.core.FcgiEngine;
import dev.fcgi.core.ProtocolException;
import dev.fcgi.core.ProtocolException.Reason;
import dev.fcgi.jetty.FcgiStatistics.Outcome;
import dev.fcgi.servlet.CgiException;
import dev.fcgi.servlet.CgiRequest;
import dev.fcgi.servlet.RecentRequests;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.io.RetainableByteBuffer;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.NanoTime;
import org.eclipse.jetty.util.thread.AutoLock;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The protocol's side of one connection: the engine and the requests that are open.
 *
 * <p>{@link #receive} is called by the connection's reader, one thread at a time; the rest by any thread.
 * {@link #lock} guards the engine, the streams and the flags. The locks of the flusher and the gate may be taken under
 * it, never the other way round.
 */
final class FcgiSession {
    private static final Logger LOG = LoggerFactory.getLogger(FcgiSession.class);

    /** How long an application that reads its body may be busy until the connection is read without it. */
    private static final long TURN_MILLIS = 20;

    private final FcgiConnection connection;
    private final FcgiConnectionFactory factory;
    private final FcgiFlusher flusher;
    private final ReadGate gate;
    private final FcgiStatistics statistics;
    private final FcgiLimits limits;
    private final Capacity capacity;
    private final RecentRequests<RequestFacts> recentRequests;
    private final AutoLock lock = new AutoLock();
    private final FcgiEngine engine;
    private final Map<Integer, HttpStreamOverFcgi> streams = new HashMap<>(2);
    private long requestsBegun;
    private long requestsEnded;
    /** Whether a response was sent in part and never will be whole. */
    private boolean cut;
    /** Whether the last response was sent and all input is dropped until the web server closes. */
    private boolean draining;

    private long drainUntil;
    private long drained;
    /** What limits the time for what has begun to arrive. */
    private Scheduler.@Nullable Task lateness;
    /** Up to which record what has begun is late when that fires; 0 when nothing is watched. */
    private long watched;
    /** What ends the connection of a cut response when the other requests on it do not end. */
    private Scheduler.@Nullable Task neighbours;

    private boolean closed;

    /** How often reading was left to an application. */
    private long turns;
    /** Whether somebody sees to it that it does not take its time. */
    private boolean turnsWatched;

    FcgiSession(FcgiConnection connection, FcgiConnectionFactory factory, FcgiFlusher flusher, ReadGate gate) {
        this.connection = connection;
        this.factory = factory;
        this.flusher = flusher;
        this.gate = gate;
        this.statistics = factory.getStatistics();
        this.limits = factory.limits();
        this.capacity = factory.capacity();
        this.recentRequests = factory.recentRequests();
        this.engine = factory.newEngine();
    }

    /** {@return where the requests have their places: the factory has another one after a restart} */
    Capacity capacity() {
        return capacity;
    }

    long requestsBegun() {
        try (AutoLock ignored = lock.lock()) {
            return requestsBegun;
        }
    }

    long requestsEnded() {
        try (AutoLock ignored = lock.lock()) {
            return requestsEnded;
        }
    }

    /** Takes all of the input. */
    void receive(RetainableByteBuffer.Mutable buffer) {
        ByteBuffer bytes = buffer.getByteBuffer();
        if (dropWhileDraining(bytes)) {
            return;
        }
        try {
            Event event = next(bytes);
            while (event != Event.NeedInput.INSTANCE) {
                onEvent(event, buffer);
                event = next(bytes);
            }
        } catch (ProtocolException x) {
            LOG.debug("{} broke the protocol: {}", connection, x.getMessage());
            statistics.onBroken(x.reason());
            connection.fail("the web server broke the protocol");
        }
        watch();
    }

    /** Sees to it that what has begun to arrive does not take for ever: parameters, or a record between requests. */
    private void watch() {
        try (AutoLock ignored = lock.lock()) {
            long since = closed ? 0 : engine.incompleteSince();
            if (since <= watched && (since > 0 || watched == 0)) {
                return; // its time counts already, whoever else has ended meanwhile
            }
            long begun = since == 0 ? 0 : engine.recordsBegun();
            watched = begun;
            cancel(lateness);
            lateness = since == 0 ? null : schedule(() -> onLate(begun), limits.paramsMillis());
        }
    }

    private Scheduler.Task schedule(Runnable task, long millis) {
        return connection.connector().getScheduler().schedule(task, millis, TimeUnit.MILLISECONDS);
    }

    private void onLate(long begun) {
        List<Event.RequestFailed> late;
        boolean stuck;
        try (AutoLock ignored = lock.lock()) {
            late = engine.failIncomplete(begun);
            long since = engine.incompleteSince();
            stuck = engine.openRequests() == 0 && since > 0 && since <= begun;
            watched = 0;
        }
        late.forEach(this::onRequestFailed);
        if (stuck) {
            connection.fail("half a record arrived in " + limits.paramsMillis() + " ms");
        } else {
            watch();
        }
    }

    private Event next(ByteBuffer bytes) throws ProtocolException {
        Event event;
        ByteBuffer replies;
        boolean tooMuch;
        try (AutoLock ignored = lock.lock()) {
            event = engine.next(bytes);
            requestsBegun += event instanceof Event.Request ? 1 : 0;
            replies = engine.takeReplies();
            tooMuch = engine.ignoredBytes() > limits.maxUnreadBytes();
        }
        if (replies != null && flusher.sendRecords(replies) > limits.protocol().maxManagementBytes()) {
            connection.fail("the web server does not read the answers to its questions");
        } else if (tooMuch) {
            stopReading();
        }
        return event;
    }

    /** The web server sends more than is worth reading: what it was answered may still reach it, then the end. */
    private void stopReading() {
        LOG.debug("{} sent more than {} bytes nobody reads", connection, limits.maxUnreadBytes());
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
            if (drained <= limits.maxUnreadBytes() && NanoTime.until(drainUntil) > 0) {
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
            onAbort(abort);
        } else if (event instanceof Event.RequestFailed failed) {
            onRequestFailed(failed);
        } else {
            throw new AssertionError(event);
        }
    }

    private void onAbort(Event.AbortRequest abort) {
        HttpStreamOverFcgi stream = stream(abort.requestId());
        if (stream == null) {
            return;
        }
        stream.setDeadline(schedule(() -> onAbortIgnored(stream), limits.abortMillis()));
        connection.executeImmediately(stream.onAbort("aborted by the web server"));
    }

    /** The application has not returned from an aborted request: END_REQUEST goes out without it. */
    private void onAbortIgnored(HttpStreamOverFcgi stream) {
        LOG.debug("{} request ID {}: the application did not return from an abort", connection, stream.requestId());
        stream.leave();
        flusher.cancel(stream, new EofException("aborted by the web server"), false, () -> flusher.endRequest(stream));
    }

    private void onRequest(Event.Request request) {
        if (gate.isClosed()) {
            capacity.endRequest();
            return;
        }
        try {
            RequestFacts facts = recentRequests.map(request.params());
            CgiRequest cgiRequest = facts.request();
            if (!cgiRequest.notices().isEmpty()) {
                cgiRequest.notices().forEach(factory.notices()::add);
            }
            if (cgiRequest.lacksSlash()) {
                capacity.endRequest();
                statistics.onEnded(Outcome.COMPLETED);
                flusher.answer(request.requestId(), Refusal.addSlash(cgiRequest));
                return;
            }
            open(request.requestId(), new RequestMetaData(connection, facts));
        } catch (CgiException x) {
            if (x.notice() != null) {
                factory.notices().add(x.notice());
            }
            refuse(request, x.status(), x);
        } catch (RuntimeException x) { // no valid URI
            refuse(request, HttpStatus.BAD_REQUEST_400, x);
        }
    }

    private void open(int requestId, RequestMetaData metaData) {
        HttpStreamOverFcgi stream = new HttpStreamOverFcgi(connection, this, requestId, metaData);
        Runnable task = stream.onRequest();
        long contentLength = metaData.request().contentLength();
        if (contentLength > 0 && contentLength <= factory.getDispatchAfterBodyBytes()) {
            stream.hold(task);
            task = null;
        }
        try (AutoLock ignored = lock.lock()) {
            streams.put(requestId, stream);
        }
        connection.offer(task);
        if (gate.isClosed()) {
            abortAll("the connection was closed"); // whoever closed it may not have seen this request
        }
    }

    private void refuse(Event.Request request, int status, Exception cause) {
        LOG.debug("{} request ID {}: {}", connection, request.requestId(), cause.getMessage());
        capacity.endRequest();
        refuse(request.requestId(), status, !Refusal.isHead(request.params()));
    }

    /** Answers a request that no application sees. */
    private void refuse(int requestId, int status, boolean hasBody) {
        statistics.onEnded(status == HttpStatus.SERVICE_UNAVAILABLE_503 ? Outcome.REFUSED : Outcome.INVALID);
        flusher.answer(requestId, Refusal.encode(status, hasBody));
    }

    private void onRequestFailed(Event.RequestFailed failed) {
        if (failed.reason() == Reason.OVERLOADED && takesRequests()) {
            factory.warnOfOverload();
        }
        LOG.debug("{} request ID {}: {}", connection, failed.requestId(), failed.message());
        statistics.onFault(failed.reason());
        int status = Refusal.status(failed.reason());
        HttpStreamOverFcgi stream = stream(failed.requestId());
        if (!failed.afterRequest()) {
            refuse(failed.requestId(), status, true);
        } else if (stream != null) { // else the application has just answered it
            connection.executeImmediately(stream.onInvalid(badRequest(status)));
        }
    }

    private static HttpException.RuntimeException badRequest(int status) {
        return new HttpException.RuntimeException(status, HttpStatus.getMessage(status));
    }

    private void onStdin(Event.Stdin stdin, RetainableByteBuffer.Mutable buffer) {
        HttpStreamOverFcgi stream = stream(stdin.requestId());
        if (stream == null) {
            return;
        }
        connection.offer(stdin.last() ? stream.onContentEnd(false) : stream.onContent(chunk(stdin.content(), buffer)));
        if (stdin.last() || stream.hasAll() || stream.isFull(limits.bodyWindowBytes())) {
            connection.offer(stream.takeHeld());
        }
        if (stream.discardedBytes() > limits.maxUnreadBytes()) {
            pause(stream); // until it ends
        } else if (stream.isFull(limits.bodyWindowBytes())) {
            pause(stream);
            if (!stream.isFull(limits.bodyWindowBytes())) {
                connection.unpause(stream); // the application was faster than the pause
            }
        }
    }

    private void pause(HttpStreamOverFcgi stream) {
        try (AutoLock ignored = lock.lock()) {
            if (!streams.containsValue(stream)) {
                return;
            }
            gate.pause(stream);
        }
        if (factory.isMultiplexing() && !stream.isAborted()) {
            stream.setDeadline(schedule(() -> onStalled(stream), limits.stallMillis()));
        }
    }

    /** A request keeps its neighbours from being read: it goes, and its application is told, or at least its body. */
    private void onStalled(HttpStreamOverFcgi stream) {
        if (!gate.isPaused(stream)) {
            return;
        }
        TimeoutException stalled =
                new TimeoutException("the application did not read the body for " + limits.stallMillis() + " ms");
        LOG.debug("{} request ID {}: {}", connection, stream.requestId(), stalled.getMessage());
        if (stream.takeOver()) {
            flusher.send(
                    stream,
                    BufferUtil.EMPTY_BUFFER,
                    Refusal.encode(HttpStatus.SERVICE_UNAVAILABLE_503, !stream.isHead()),
                    true,
                    Callback.NOOP);
        } else if (stream.discardedBytes() <= limits.maxUnreadBytes()) {
            stream.consumeAvailable();
            return;
        } else {
            cut(stream, stalled);
        }
        stream.setDeadline(schedule(stream::leave, limits.abortMillis()));
        connection.executeImmediately(stream.onFailure(stalled));
    }

    /** A small piece is copied, so that it does not keep a whole buffer from the pool. */
    private static Content.Chunk chunk(ByteBuffer content, RetainableByteBuffer.Mutable buffer) {
        if (content.remaining() < buffer.capacity() / 4) {
            ByteBuffer copy = ByteBuffer.allocate(content.remaining());
            return Content.Chunk.from(copy.put(content).flip(), false);
        }
        buffer.retain();
        return Content.Chunk.asChunk(content, false, buffer);
    }

    private @Nullable HttpStreamOverFcgi stream(int requestId) {
        try (AutoLock ignored = lock.lock()) {
            return streams.get(requestId);
        }
    }

    /** {@return whether no request is being run or answered} */
    boolean isIdle() {
        try (AutoLock ignored = lock.lock()) {
            return streams.isEmpty();
        }
    }

    /** {@return the requests that are being run or answered} */
    List<HttpStreamOverFcgi> streams() {
        try (AutoLock ignored = lock.lock()) {
            return List.copyOf(streams.values());
        }
    }

    /** {@return whether this request is open on this connection, and no other} */
    boolean isAlone(HttpStreamOverFcgi stream) {
        try (AutoLock ignored = lock.lock()) {
            return engine.openRequests() == 1 && streams.containsValue(stream);
        }
    }

    /**
     * An application has read from a body. With neighbours, reading resumes when half of the window is free; without, the
     * application itself reads when it has taken all, or the selector does when it takes its time then.
     *
     * @param queuedBytes what is left in the window
     */
    void onBodyRead(HttpStreamOverFcgi stream, int queuedBytes) {
        if (queuedBytes > limits.bodyWindowBytes() / 2 || !gate.isPaused(stream)) {
            return;
        }
        try (AutoLock ignored = lock.lock()) {
            if (isAlone(stream)) {
                if (queuedBytes == 0 && gate.leaveEmptied(stream)) {
                    watchTurn();
                }
                return;
            }
        }
        connection.unpause(stream);
    }

    /** {@return the request that is being run or answered, or {@code null} when it has neighbours or there is none} */
    @Nullable
    HttpStreamOverFcgi onlyStream() {
        try (AutoLock ignored = lock.lock()) {
            return streams.size() == 1 && engine.openRequests() == 1
                    ? streams.values().iterator().next()
                    : null;
        }
    }

    /**
     * Leaves reading to the application of a request, which has asked for its body and is likely to ask for more. When it
     * takes its time, the selector is asked to go on.
     *
     * @return whether it is left to it: the request is open and has no neighbours
     */
    boolean leaveTo(HttpStreamOverFcgi stream) {
        try (AutoLock ignored = lock.lock()) {
            if (!streams.containsValue(stream) || engine.openRequests() > 1) {
                return false;
            }
            gate.leaveTo(stream);
            watchTurn();
            return true;
        }
    }

    private void watchTurn() {
        turns++;
        if (!turnsWatched) {
            turnsWatched = true;
            awaitEndOfTurn();
        }
    }

    private void awaitEndOfTurn() {
        long turn = turns;
        schedule(() -> onTurn(turn), TURN_MILLIS);
    }

    private void onTurn(long turn) {
        try (AutoLock ignored = lock.lock()) {
            turnsWatched = turns != turn;
            if (turnsWatched) {
                awaitEndOfTurn();
                return;
            }
        }
        connection.endTurn();
    }

    /** {@return whether the web server still waits for what a request sends} */
    boolean isActive(HttpStreamOverFcgi stream) {
        try (AutoLock ignored = lock.lock()) {
            return streams.get(stream.requestId()) == stream;
        }
    }

    /**
     * END_REQUEST is about to leave: from now on the web server may use the ID again.
     *
     * @return whether the request was open until now; whoever gets {@code true} ends it
     */
    boolean deactivate(HttpStreamOverFcgi stream) {
        return deactivate(stream, stream.outcome());
    }

    private boolean deactivate(HttpStreamOverFcgi stream, Outcome outcome) {
        try (AutoLock ignored = lock.lock()) {
            if (!streams.remove(stream.requestId(), stream)) {
                return false;
            }
            engine.endRequest(stream.requestId());
            requestsEnded++;
        }
        statistics.onEnded(outcome);
        if (!stream.isAborted() && !stream.isTakenOver()) {
            stream.setDeadline(null);
        }
        connection.unpause(stream);
        connection.dispatch(stream.onContentEnd(true)); // what has not arrived by now never will (section 3.3)
        return true;
    }

    /** The same for a request that was refused. */
    void deactivate(int requestId) {
        try (AutoLock ignored = lock.lock()) {
            engine.endRequest(requestId);
        }
    }

    /** A response cannot be completed: the connection is reset as soon as nobody else needs it. */
    void cut(HttpStreamOverFcgi stream, Throwable failure) {
        try (AutoLock ignored = lock.lock()) {
            if (!streams.containsValue(stream)) {
                return; // END_REQUEST is on its way, or nobody is there any more
            }
            if (!cut && engine.openRequests() > 1) {
                neighbours = schedule(connection::close, limits.drainMillis());
            }
            cut = true;
            engine.refuseRequests();
        }
        LOG.debug("{} request ID {} ends without a complete response", connection, stream.requestId(), failure);
        factory.onCut(stream.metaData().request(), failure);
        deactivate(stream, Outcome.CUT);
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
                drainUntil = NanoTime.now() + TimeUnit.MILLISECONDS.toNanos(limits.drainMillis());
            }
        }
        if (reset) {
            connection.close();
        } else if (close) {
            connection.drain();
        }
    }

    private boolean takesRequests() {
        try (AutoLock ignored = lock.lock()) {
            return engine.takesRequests();
        }
    }

    boolean isDraining() {
        try (AutoLock ignored = lock.lock()) {
            return draining;
        }
    }

    /** {@return whether a response would look whole if the connection, which was closed, ended as after a whole one} */
    boolean isIncomplete() {
        try (AutoLock ignored = lock.lock()) {
            return cut || !flusher.isIdle();
        }
    }

    /** Tells every application that nobody waits for its response any more. */
    void abortAll(String message) {
        List<HttpStreamOverFcgi> active;
        try (AutoLock ignored = lock.lock()) {
            active = List.copyOf(streams.values());
            streams.clear();
            engine.close();
            closed = true;
            cancel(lateness);
            cancel(neighbours);
            active.forEach(stream -> cut |= stream.silence());
        }
        for (HttpStreamOverFcgi stream : active) {
            statistics.onEnded(Outcome.ABORTED);
            stream.setDeadline(schedule(stream::leave, limits.abortMillis()));
            connection.executeImmediately(stream.onAbort(message));
        }
    }

    private static void cancel(Scheduler.@Nullable Task task) {
        if (task != null) {
            task.cancel();
        }
    }

    /**
     * The web server sends nothing more, but may still read.
     *
     * @return whether something is left to be answered
     */
    boolean onEndOfInput() {
        List<HttpStreamOverFcgi> active;
        try (AutoLock ignored = lock.lock()) {
            boolean done = engine.openRequests() == 0 && flusher.isIdle();
            if (done || factory.getHalfClose() == HalfClose.ABORT) {
                return false;
            }
            active = List.copyOf(streams.values());
            engine.refuseRequests();
            engine.failIncomplete(engine.recordsBegun())
                    .forEach(incomplete -> engine.endRequest(incomplete.requestId()));
        }
        gate.stop();
        for (HttpStreamOverFcgi stream : active) {
            connection.offer(stream.onContentEnd(true));
            connection.offer(stream.takeHeld());
        }
        settle();
        return true;
    }
}
