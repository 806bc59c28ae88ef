package dev.fcgi.inspector;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The events of one response, written without blocking: a client that reads slowly delays only itself.
 *
 * <p>Ticks come from the scheduler's thread, the container's calls from its own; all of them hold the lock of this
 * object.
 */
final class EventStream implements WriteListener, AsyncListener {
    private final AsyncContext async;
    private final ServletOutputStream out;
    private final int count;
    private final Consumer<EventStream> atEnd;

    private @Nullable Future<?> ticks;
    private int due = 1;
    private int sent;
    private boolean opened; // the container has called onWritePossible; before that the output is not ours
    private boolean flushDue;
    private boolean ended;

    /**
     * @param count how many events to send
     * @param atEnd told once, when the last event is sent or the client is gone
     */
    EventStream(AsyncContext async, ServletOutputStream out, int count, Consumer<EventStream> atEnd) {
        this.async = async;
        this.out = out;
        this.count = count;
        this.atEnd = atEnd;
    }

    /** Sends the first event at once and one more at each tick. */
    synchronized void start(Function<Runnable, Future<?>> schedule) {
        async.addListener(this);
        out.setWriteListener(this);
        ticks = schedule.apply(this::tick);
    }

    /** Ends the response; does nothing the second time. */
    synchronized void end() {
        if (stop()) {
            async.complete();
        }
    }

    private boolean stop() {
        if (ended) {
            return false;
        }
        ended = true;
        if (ticks != null) {
            ticks.cancel(false);
        }
        atEnd.accept(this);
        return true;
    }

    private synchronized void tick() {
        due = Math.min(due + 1, count - sent);
        try {
            if (opened) {
                advance();
            }
        } catch (IOException e) {
            end(); // the client is gone
        }
    }

    @Override
    public synchronized void onWritePossible() throws IOException {
        opened = true;
        advance();
    }

    /** The container calls {@link #onWritePossible} whenever {@code isReady} was false and becomes true. */
    private void advance() throws IOException {
        while (!ended && out.isReady()) {
            if (flushDue) {
                flushDue = false;
                out.flush();
            } else if (sent == count) {
                end();
            } else if (due > 0) {
                due--;
                sent++;
                flushDue = true;
                out.write(event());
            } else {
                return;
            }
        }
    }

    private byte[] event() {
        Instant now = Clock.systemUTC().instant().truncatedTo(ChronoUnit.MILLIS);
        String event = """
                id: %d
                data: {"event":%d,"count":%d,"time":"%s"}

                """;
        return event.formatted(sent, sent, count, now).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void onError(Throwable failure) {
        end();
    }

    @Override
    public void onError(AsyncEvent event) {
        end();
    }

    @Override
    public void onTimeout(AsyncEvent event) {
        end();
    }

    @Override
    public synchronized void onComplete(AsyncEvent event) {
        stop(); // the container may complete without being asked
    }

    @Override
    public void onStartAsync(AsyncEvent event) {}
}
