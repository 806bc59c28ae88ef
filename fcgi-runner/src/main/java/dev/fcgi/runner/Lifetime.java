package dev.fcgi.runner;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.NanoTime;
import org.jspecify.annotations.Nullable;

/** Asks for the end of serving after so many requests, or when there has been none for so long. */
final class Lifetime extends Handler.Wrapper {
    private final long maxRequests;
    private final @Nullable Duration idleExit;
    private final Runnable end;
    private long begun;
    private int running;
    private long quietSince = NanoTime.now();

    /**
     * Wraps what serves.
     *
     * @param maxRequests how many requests, 0 for any number
     * @param idleExit how long there may be none, {@code null} for ever
     * @param end asks for the end
     */
    Lifetime(Handler handler, long maxRequests, @Nullable Duration idleExit, Runnable end) {
        super(handler);
        this.maxRequests = maxRequests;
        this.idleExit = idleExit;
        this.end = end;
    }

    /** From here on there may be requests. */
    void serving() {
        if (idleExit != null) {
            synchronized (this) {
                quietSince = NanoTime.now();
            }
            awaitIdleExit(idleExit, idleExit.toNanos());
        }
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        boolean last;
        synchronized (this) {
            running++;
            last = ++begun == maxRequests;
        }
        Request.addCompletionListener(request, failure -> onCompleted());
        if (last) {
            end.run(); // which lets running requests, and so this one, complete
        }
        return super.handle(request, response, callback);
    }

    private synchronized void onCompleted() {
        running--;
        quietSince = NanoTime.now();
    }

    private void awaitIdleExit(Duration limit, long nanos) {
        getServer().getScheduler().schedule(() -> checkIdleExit(limit), nanos, TimeUnit.NANOSECONDS);
    }

    private void checkIdleExit(Duration limit) {
        long left;
        synchronized (this) {
            left = running > 0 ? limit.toNanos() : limit.toNanos() - NanoTime.since(quietSince);
        }
        if (left > 0) {
            awaitIdleExit(limit, left);
        } else {
            end.run();
        }
    }
}
