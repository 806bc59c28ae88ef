package dev.fcgi.jetty;

import java.util.HashSet;
import java.util.Set;
import org.eclipse.jetty.util.thread.AutoLock;

/**
 * Whether a connection is read. It is not while a request holds more unread body than its window: then the producer
 * parks, and once the application has read, a selector is asked to make it go on. Thread safe.
 */
final class ReadGate {
    private final AutoLock lock = new AutoLock();
    private final Set<HttpStreamOverFcgi> full = new HashSet<>();
    /** Whether the producer has stopped because of a full window. */
    private boolean parked;
    /** Whether the selector has been asked to make it go on. */
    private boolean resuming;

    /** Whether nothing is read any more, though what was read before may still be answered. */
    private boolean stopped;

    private boolean closed;

    /** {@return whether the producer goes on reading; if not because of a full window, it is parked now} */
    boolean mayRead() {
        try (AutoLock ignored = lock.lock()) {
            parked = !closed && (stopped || !full.isEmpty());
            return !closed && !parked;
        }
    }

    /** {@return whether the producer waits for the selector's call} */
    boolean isParked() {
        try (AutoLock ignored = lock.lock()) {
            return parked;
        }
    }

    /** The selector calls. */
    void onFillable() {
        try (AutoLock ignored = lock.lock()) {
            parked = false;
            resuming = false;
        }
    }

    /** The window of a request is full. */
    void pause(HttpStreamOverFcgi stream) {
        try (AutoLock ignored = lock.lock()) {
            full.add(stream);
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
     * @return whether the selector is to be asked to call
     */
    boolean unpause(HttpStreamOverFcgi stream) {
        try (AutoLock ignored = lock.lock()) {
            boolean resume = full.remove(stream) && full.isEmpty() && parked && !resuming && !stopped;
            resuming |= resume;
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
