package dev.fcgi.core;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** The room that all connections of one application share. Thread safe, and never waits. */
public final class Capacity {
    private final int maxRequests;
    private final long maxIncompleteBytes;
    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicLong incompleteBytes = new AtomicLong();

    /**
     * Makes an empty one.
     *
     * @param maxRequests most requests at once, at least 1
     * @param maxIncompleteBytes most bytes of name-value pairs that are held until their streams end, at least 1
     */
    public Capacity(int maxRequests, long maxIncompleteBytes) {
        if (maxRequests <= 0) {
            throw new IllegalArgumentException("maxRequests is " + maxRequests + ": it must be at least 1");
        }
        if (maxIncompleteBytes <= 0) {
            throw new IllegalArgumentException(
                    "maxIncompleteBytes is " + maxIncompleteBytes + ": it must be at least 1");
        }
        this.maxRequests = maxRequests;
        this.maxIncompleteBytes = maxIncompleteBytes;
    }

    /** {@return the requests that are open or still run} */
    public int requests() {
        return requests.get();
    }

    /** {@return the bytes of name-value pairs whose streams have not ended} */
    public long incompleteBytes() {
        return incompleteBytes.get();
    }

    /** {@return whether there was room for one more request; if so, {@link #endRequest} gives it back} */
    boolean beginRequest() {
        if (requests.incrementAndGet() <= maxRequests) {
            return true;
        }
        requests.decrementAndGet();
        return false;
    }

    /**
     * Gives back the room of a request that was announced by {@link Event.Request}: its application has finished, which
     * may be long after its END_REQUEST or the end of its connection.
     */
    public void endRequest() {
        requests.decrementAndGet();
    }

    /** {@return whether there was room for as many bytes; if so, {@link #release} gives it back} */
    boolean reserve(int bytes) {
        if (incompleteBytes.addAndGet(bytes) <= maxIncompleteBytes) {
            return true;
        }
        incompleteBytes.addAndGet(-bytes);
        return false;
    }

    void release(int bytes) {
        incompleteBytes.addAndGet(-bytes);
    }
}
