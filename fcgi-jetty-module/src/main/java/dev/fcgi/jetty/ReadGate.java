package dev.fcgi.jetty;

import java.util.HashSet;
import java.util.Set;
import org.eclipse.jetty.util.thread.AutoLock;
import org.jspecify.annotations.Nullable;

/**
 * Whether a connection is read. It is not while a request holds more unread body than its window, or while reading is
 * left to its application: then the reader parks, and once the application has read, there is a new one. Thread safe.
 */
final class ReadGate {
    private final AutoLock lock = new AutoLock();
    private Set<HttpStreamOverFcgi> full = Set.of();
    /** The request whose application is the next to read. */
    private @Nullable HttpStreamOverFcgi next;

    /** Whether there is no reader because of one of these. */
    private boolean parked;

    /** Whether nothing is read any more, though what was read before may still be answered. */
    private boolean stopped;

    private boolean closed;

    /** {@return whether the reader goes on; if not because of a full window, it is parked now, and another may come} */
    boolean mayRead() {
        try (AutoLock ignored = lock.lock()) {
            boolean ends = closed || stopped;
            parked = !ends && !full.isEmpty();
            return !ends && !parked;
        }
    }

    /** The window of a request is full. */
    void pause(HttpStreamOverFcgi stream) {
        try (AutoLock ignored = lock.lock()) {
            full = full.isEmpty() ? new HashSet<>() : full;
            full.add(stream);
        }
    }

    /** The reader leaves the next turn to the application of a request. */
    void leaveTo(HttpStreamOverFcgi stream) {
        try (AutoLock ignored = lock.lock()) {
            next = stream;
            parked = true;
        }
    }

    /**
     * The window of a request, which has no neighbours, is empty: its application is likely to ask for more.
     *
     * @return whether reading is left to it; otherwise it goes on anyway
     */
    boolean leaveEmptied(HttpStreamOverFcgi stream) {
        try (AutoLock ignored = lock.lock()) {
            boolean left = full.remove(stream) && full.isEmpty() && parked;
            next = left ? stream : next;
            return left;
        }
    }

    /** {@return whether there is to be a reader again, because the next turn was an application's} */
    boolean endTurn() {
        try (AutoLock ignored = lock.lock()) {
            boolean resume = next != null && full.isEmpty() && parked && !stopped;
            next = null;
            parked &= !resume;
            return resume;
        }
    }

    /** {@return whether the window of a request is why the connection is not read} */
    boolean isPaused(HttpStreamOverFcgi stream) {
        try (AutoLock ignored = lock.lock()) {
            return full.contains(stream);
        }
    }

    /**
     * A request no longer keeps the connection from being read.
     *
     * @return whether there is to be a reader again; whoever gets {@code true} sees to it
     */
    boolean unpause(HttpStreamOverFcgi stream) {
        try (AutoLock ignored = lock.lock()) {
            boolean waited = (!full.isEmpty() && full.remove(stream)) || next == stream;
            next = next == stream ? null : next;
            boolean resume = waited && full.isEmpty() && parked && !stopped;
            parked &= !resume;
            return resume;
        }
    }

    /** Nothing is read from here on. */
    void stop() {
        try (AutoLock ignored = lock.lock()) {
            stopped = true;
        }
    }

    /** {@return whether the gate was open until now} */
    boolean close() {
        try (AutoLock ignored = lock.lock()) {
            boolean first = !closed;
            closed = true;
            return first;
        }
    }

    boolean isClosed() {
        try (AutoLock ignored = lock.lock()) {
            return closed;
        }
    }
}
