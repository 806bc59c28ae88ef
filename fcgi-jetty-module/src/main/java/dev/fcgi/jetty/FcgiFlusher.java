package dev.fcgi.jetty;

import dev.fcgi.core.ProtocolStatus;
import dev.fcgi.core.RecordEncoder;
import dev.fcgi.core.RecordHeader;
import dev.fcgi.core.RecordType;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.io.RetainableByteBuffer;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.AutoLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes everything one connection sends: one gathered write at a time, with a turn for every request in it, so that
 * a long body of one does not hold up the others.
 *
 * <p>Thread safe. The queue and the state are guarded by {@link #lock}. Whoever finds nobody writing does, until nothing is
 * left or the system takes no more; then whoever is told that it does goes on. The sender's callback is completed when that
 * keeps nobody from writing any more, as it may take its time; those of others do not block the thread that writes.
 *
 * <p>So a write has ended, as a rule, when {@link #send} returns. Jetty's error pages rely on that: the end of a small
 * response that has to wait is taken over from the application, and its callback is completed at once.
 */
final class FcgiFlusher implements Callback {
    private static final Logger LOG = LoggerFactory.getLogger(FcgiFlusher.class);

    /** The most records of content one request gets into one write: 128 KiB. */
    private static final int RECORDS_PER_TURN = 2;

    /** The most requests served in one write. */
    private static final int MAX_TURNS = 16;

    /** A response up to this size is copied, so that one buffer is all there is to write. */
    private static final int MAX_COPIED_BYTES = 4096;

    /** The end of a response up to this size is taken over when somebody else writes. */
    private static final int MAX_TAKEN_OVER_BYTES = 32 * 1024;

    /** Headers and padding of one turn and of STDERR, the ends of both streams, END_REQUEST. */
    private static final int TURN_CONTROL_BYTES = (RECORDS_PER_TURN + 1) * (RecordHeader.LENGTH + 7)
            + 2 * RecordEncoder.EMPTY_RECORD_LENGTH
            + RecordEncoder.DISCRETE_RECORD_LENGTH;

    private enum State {
        /** Nobody writes. */
        IDLE,
        /** A thread writes. */
        WRITING,
        /** The same, and the end point has already told how the write of what it was given has ended. */
        ENDED,
        /** The end point will tell. */
        PENDING
    }

    /** Something to send. */
    private static final class Entry {
        /** Whose response it is; 0 for whole records that belong to no response. */
        final int requestId;
        /** The request that an application has been given; {@code null} for others. */
        final @Nullable HttpStreamOverFcgi stream;

        final boolean last;
        final boolean blocks;
        ByteBuffer head;
        ByteBuffer content;
        Callback callback;
        /** Whether all that was left of it has been copied. */
        boolean copied;
        /** Whether it came too late to be sent. */
        boolean dropped;

        /** END_REQUEST alone, for a request that the web server has aborted. */
        static Entry end(HttpStreamOverFcgi stream) {
            return new Entry(
                    stream.requestId(), stream, BufferUtil.EMPTY_BUFFER, BufferUtil.EMPTY_BUFFER, true, Callback.NOOP);
        }

        Entry(
                int requestId,
                @Nullable HttpStreamOverFcgi stream,
                ByteBuffer head,
                ByteBuffer content,
                boolean last,
                Callback callback) {
            this.requestId = requestId;
            this.stream = stream;
            this.head = head;
            this.content = content;
            this.last = last;
            this.callback = callback;
            this.blocks = callback.getInvocationType() == InvocationType.BLOCKING; // not asked under a lock
        }

        boolean hasRemaining() {
            return remaining() > 0;
        }

        int remaining() {
            return head.remaining() + content.remaining();
        }

        /** From here on the bytes are not the sender's. */
        void takeOver() {
            head = ByteBuffer.allocate(remaining()).put(head).put(content).flip();
            content = BufferUtil.EMPTY_BUFFER;
        }

        /** {@return the callback; whoever gets it completes it, and nobody else} */
        Callback takeCallback() {
            Callback taken = callback;
            callback = Callback.NOOP;
            return taken;
        }
    }

    private final FcgiConnection connection;
    private final AutoLock lock = new AutoLock();
    private final Queue<Entry> queue = new ArrayDeque<>(2);
    private final List<Entry> inFlight = new ArrayList<>(1);
    /** Streams that wait for the write under way only to be rid of it, with what they do then. */
    private Map<HttpStreamOverFcgi, Runnable> cancelled = Map.of();

    private State state = State.IDLE;
    /** Of the write that has ended. */
    private @Nullable Throwable cause;

    private @Nullable Throwable failure;
    private int ownRecordBytes;

    /** Of whoever writes. */
    private final List<ByteBuffer> buffers = new ArrayList<>(4);

    private RetainableByteBuffer.@Nullable Mutable control;

    FcgiFlusher(FcgiConnection connection) {
        this.connection = connection;
    }

    /**
     * Sends a part of a response.
     *
     * @param head bytes in front of the content, sent in one record with it as far as they fit
     * @param content not touched by the caller until the callback is completed
     * @param last whether end of STDOUT and END_REQUEST follow
     */
    void send(HttpStreamOverFcgi stream, ByteBuffer head, ByteBuffer content, boolean last, Callback callback) {
        append(new Entry(stream.requestId(), stream, head, content, last, callback));
    }

    /** Sends END_REQUEST alone. */
    void endRequest(HttpStreamOverFcgi stream) {
        append(Entry.end(stream));
    }

    /** Sends the whole response of a request that no application has been given. */
    void answer(int requestId, ByteBuffer response) {
        append(new Entry(requestId, null, response, BufferUtil.EMPTY_BUFFER, true, Callback.NOOP));
    }

    /**
     * Sends whole records that belong to no response.
     *
     * @return the bytes of such records that wait to be sent, for a limit on them
     */
    int sendRecords(ByteBuffer records) {
        int waiting;
        try (AutoLock ignored = lock.lock()) {
            ownRecordBytes += records.remaining();
            waiting = ownRecordBytes;
        }
        append(new Entry(RecordHeader.NULL_REQUEST_ID, null, records, BufferUtil.EMPTY_BUFFER, false, Callback.NOOP));
        return waiting;
    }

    private void append(Entry entry) {
        Throwable failed;
        boolean writes = false;
        Callback taken = Callback.NOOP;
        boolean takeable = entry.last && entry.remaining() <= MAX_TAKEN_OVER_BYTES && isActive(entry);
        try (AutoLock ignored = lock.lock()) {
            failed = failure;
            if (failed == null) {
                writes = state == State.IDLE;
                if (writes) {
                    state = State.WRITING;
                } else if (takeable) {
                    entry.takeOver();
                    taken = entry.takeCallback();
                }
                queue.offer(entry);
            }
        }
        if (failed != null) {
            entry.callback.failed(new EofException(failed));
        } else if (writes) {
            write(new Completions(entry));
        } else {
            taken.succeeded();
        }
    }

    /**
     * Takes back what a stream wants to send. Its callback, then {@code then}, are run once no buffer of the stream is
     * in use any more: at once, or when the write under way has ended.
     *
     * @param endWrite whether to end the write under way, and with it the connection, when nobody else needs it
     */
    void cancel(HttpStreamOverFcgi stream, Throwable cause, boolean endWrite, Runnable then) {
        Entry queued = null;
        boolean busy;
        boolean ends;
        try (AutoLock ignored = lock.lock()) {
            for (Iterator<Entry> entries = queue.iterator(); entries.hasNext(); ) {
                Entry entry = entries.next();
                if (entry.stream == stream && entry.callback != Callback.NOOP) { // not what no application waits for
                    entries.remove();
                    queued = entry;
                }
            }
            busy = inFlight.stream().anyMatch(entry -> entry.stream == stream);
            ends = endWrite && inFlight.stream().allMatch(entry -> entry.stream == stream);
            if (busy) {
                cancelled = new HashMap<>(cancelled);
                cancelled.merge(stream, then, (first, second) -> () -> {
                    first.run();
                    second.run();
                });
            }
        }
        if (queued != null) {
            queued.callback.failed(cause);
        }
        if (!busy) {
            then.run();
        } else if (ends) {
            Callback write = connection.getEndPoint().cancelWrite(cause);
            if (write != null) {
                write.failed(cause);
            }
        }
    }

    /** {@return whether a stream waits for the write under way only to be rid of it} */
    boolean hasCancelled() {
        try (AutoLock ignored = lock.lock()) {
            return !cancelled.isEmpty();
        }
    }

    /** {@return whether all there was to send has been written} */
    boolean isIdle() {
        try (AutoLock ignored = lock.lock()) {
            return failure == null && queue.isEmpty() && inFlight.isEmpty();
        }
    }

    @Override
    public InvocationType getInvocationType() {
        return InvocationType.NON_BLOCKING;
    }

    /** What the end point was given has been written. */
    @Override
    public void succeeded() {
        onEnd(null);
    }

    /** What the end point was given cannot be written. */
    @Override
    public void failed(Throwable x) {
        onEnd(x);
    }

    private void onEnd(@Nullable Throwable x) {
        boolean pending;
        try (AutoLock ignored = lock.lock()) {
            cause = x;
            pending = state == State.PENDING;
            state = pending ? State.WRITING : State.ENDED; // the thread that writes goes on by itself
        }
        if (pending) {
            Completions completions = new Completions(null);
            release(completions);
            write(completions);
        }
    }

    /**
     * Writes until nothing waits or the system takes no more, or all has failed.
     *
     * @param completions what is run then
     */
    private void write(Completions completions) {
        while (take()) {
            completions.runOthers();
            try {
                connection.getEndPoint().write(this, gather());
            } catch (RuntimeException | Error x) { // out of memory, for one: nobody else would ever write again
                LOG.warn("{} cannot be written", connection, x);
                failed(x);
            }
            if (isPending(completions)) {
                break;
            }
            release(completions);
        }
        settle(completions);
    }

    /** {@return whether there is something to write; if not, somebody else may write from now on} */
    private boolean take() {
        try (AutoLock ignored = lock.lock()) {
            for (int turns = 0; turns < MAX_TURNS && !queue.isEmpty(); turns++) {
                inFlight.add(queue.remove());
            }
            state = inFlight.isEmpty() ? State.IDLE : State.WRITING;
            return state == State.WRITING;
        }
    }

    private ByteBuffer[] gather() {
        int size = 0;
        for (int i = 0; i < inFlight.size(); i++) {
            Entry entry = inFlight.get(i);
            entry.copied = entry.remaining() <= MAX_COPIED_BYTES;
            size += TURN_CONTROL_BYTES + (entry.copied ? entry.remaining() : 0);
        }
        RetainableByteBuffer.Mutable acquired = connection.bufferPool().acquire(size, true);
        control = acquired;
        ByteBuffer records = acquired.getByteBuffer();
        BufferUtil.clearToFill(records);
        for (int i = 0; i < inFlight.size(); i++) {
            generate(inFlight.get(i), records);
        }
        ByteBuffer[] gathered = buffers.toArray(ByteBuffer[]::new);
        buffers.clear();
        connection.countBytesOut(gathered);
        return gathered;
    }

    private void generate(Entry entry, ByteBuffer records) {
        if (entry.requestId == RecordHeader.NULL_REQUEST_ID) {
            buffers.add(entry.head.slice());
            entry.head.position(entry.head.limit());
            return;
        }
        if (!isActive(entry)) {
            entry.dropped = true; // the ID may be another request's by now
            return;
        }
        int from = records.position();
        for (int i = 0; i < RECORDS_PER_TURN && entry.hasRemaining(); i++) {
            int remaining = entry.remaining();
            int length =
                    remaining <= RecordHeader.MAX_CONTENT_LENGTH ? remaining : RecordEncoder.MAX_ALIGNED_CONTENT_LENGTH;
            RecordEncoder.header(records, RecordType.STDOUT, entry.requestId, length);
            if (entry.copied) {
                records.put(entry.head).put(entry.content);
            } else {
                from = cut(records, from);
                int headLength = Math.min(length, entry.head.remaining());
                add(entry.head, headLength);
                add(entry.content, length - headLength);
            }
            RecordEncoder.padding(records, length);
        }
        if (entry.last && !entry.hasRemaining() && deactivate(entry)) {
            from = generateEnd(entry, records, from);
        }
        cut(records, from);
    }

    private int generateEnd(Entry entry, ByteBuffer records, int begin) {
        HttpStreamOverFcgi stream = entry.stream;
        boolean aborted = stream != null && stream.isAborted(); // nothing more is sent on any stream then
        ByteBuffer stderr = stream == null || aborted ? BufferUtil.EMPTY_BUFFER : stream.stderr();
        int from = begin;
        if (stderr.hasRemaining()) {
            int length = stderr.remaining();
            RecordEncoder.header(records, RecordType.STDERR, entry.requestId, length);
            from = cut(records, from);
            add(stderr, length);
            RecordEncoder.padding(records, length);
            RecordEncoder.endOfStream(records, RecordType.STDERR, entry.requestId);
        }
        if (!aborted) {
            RecordEncoder.endOfStream(records, RecordType.STDOUT, entry.requestId);
        }
        int appStatus = stream == null || aborted ? 0 : stream.appStatus();
        RecordEncoder.endRequest(records, entry.requestId, appStatus, ProtocolStatus.REQUEST_COMPLETE);
        return from;
    }

    private boolean isActive(Entry entry) {
        return entry.stream == null || connection.session().isActive(entry.stream);
    }

    /** {@return whether END_REQUEST follows} */
    private boolean deactivate(Entry entry) {
        if (entry.stream == null) {
            connection.session().deactivate(entry.requestId);
            return true;
        }
        return connection.session().deactivate(entry.stream);
    }

    private void add(ByteBuffer source, int length) {
        if (length > 0) {
            buffers.add(source.slice(source.position(), length));
            source.position(source.position() + length);
        }
    }

    /** Puts what was written since {@code from} in line. */
    private int cut(ByteBuffer records, int from) {
        int to = records.position();
        if (to > from) {
            buffers.add(records.slice(from, to - from));
        }
        return to;
    }

    /** {@return whether the system takes no more for now: whoever is told that it does goes on} */
    private boolean isPending(Completions completions) {
        try (AutoLock ignored = lock.lock()) {
            if (state == State.ENDED) {
                return false;
            }
            state = State.PENDING;
            for (Entry entry : inFlight) {
                if (entry.last && entry.copied && !entry.dropped) {
                    completions.add(entry, null);
                }
            }
            return true;
        }
    }

    /** The write under way has ended. */
    private void release(Completions completions) {
        RetainableByteBuffer.Mutable held = control;
        control = null;
        if (held != null) {
            held.release();
        }
        try (AutoLock ignored = lock.lock()) {
            for (int i = 0; i < inFlight.size(); i++) {
                Entry entry = inFlight.get(i);
                if (entry.requestId == RecordHeader.NULL_REQUEST_ID) {
                    ownRecordBytes -= entry.head.limit();
                }
                if (cause == null && entry.hasRemaining() && !entry.dropped && !isCancelled(entry)) {
                    queue.offer(entry);
                } else {
                    boolean whole = !entry.dropped && !entry.hasRemaining();
                    completions.add(entry, whole ? cause : notSent(cause));
                }
            }
            inFlight.clear();
            failure = cause;
            completions.failure = cause;
            if (failure != null) {
                queue.forEach(entry -> completions.add(entry, notSent(failure)));
                queue.clear();
            }
            if (!cancelled.isEmpty()) {
                cancelled.values().forEach(completions::add);
                cancelled = Map.of();
            }
        }
    }

    private static Throwable notSent(@Nullable Throwable cause) {
        return cause == null ? new EofException("cancelled") : cause;
    }

    private boolean isCancelled(Entry entry) {
        return entry.stream != null && cancelled.containsKey(entry.stream);
    }

    private void settle(Completions completions) {
        connection.session().settle();
        completions.runOthers();
        if (completions.failure != null) {
            LOG.debug("{} cannot be written", connection, completions.failure);
            connection.session().onWriteFailed();
        }
        completions.runOwn();
    }

    /** What is to be told about writes that have ended. */
    private final class Completions {
        /** What the thread that writes has come to send: its callback is the only one that may block it. */
        private final @Nullable Entry own;

        private final List<Runnable> others = new ArrayList<>(1);
        private @Nullable Runnable ownCompletion;
        /** Whether and why nothing more is written. */
        private @Nullable Throwable failure;

        Completions(@Nullable Entry own) {
            this.own = own;
        }

        void add(Entry entry, @Nullable Throwable failed) {
            Callback callback = entry.takeCallback();
            Runnable completion = failed == null ? callback::succeeded : () -> callback.failed(failed);
            if (entry == own) {
                ownCompletion = completion;
            } else if (!entry.blocks) {
                others.add(completion);
            } else if (failed == null) {
                others.add(() -> connection.dispatch(completion)); // which is taken for one that blocks
            } else {
                add(completion);
            }
        }

        /** Adds what may block, and may free somebody who is blocked. */
        void add(Runnable then) {
            others.add(() -> connection.executeImmediately(then));
        }

        void runOthers() {
            for (int i = 0; i < others.size(); i++) {
                run(others.get(i));
            }
            others.clear();
        }

        void runOwn() {
            if (ownCompletion != null) {
                run(ownCompletion);
            }
        }
    }

    /** A callback that throws must not keep the others from being completed. */
    private static void run(Runnable completion) {
        try {
            completion.run();
        } catch (RuntimeException | Error x) {
            LOG.warn("The completion of a write failed", x);
        }
    }
}
