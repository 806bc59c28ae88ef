package dev.fcgi.jetty;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.jetty.util.NanoTime;

/** Keeps what web servers cause from filling the log. Thread safe. */
final class OncePerMinute {
    private static final long PERIOD_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final AtomicLong next = new AtomicLong(NanoTime.now());

    /** {@return whether the last {@code true} is a minute ago} */
    boolean tryAcquire() {
        long due = next.get();
        long now = NanoTime.now();
        return !NanoTime.isBefore(now, due) && next.compareAndSet(due, now + PERIOD_NANOS);
    }
}
