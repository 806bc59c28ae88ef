package dev.fcgi.inspector;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A clock of server-sent events: {@code count} of them (1 to 600, 60 when missing), one every {@code millis}
 * milliseconds (10 to 10000, 1000 when missing), the first at once.
 */
public final class EventsServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private static final long GRACE_MILLIS = 30_000;

    private final transient Set<EventStream> open = ConcurrentHashMap.newKeySet();
    private transient @Nullable ScheduledExecutorService ticks;

    /** Made by the container. */
    public EventsServlet() {}

    @Override
    public void init() {
        var executor = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "inspector-events");
            thread.setDaemon(true);
            return thread;
        });
        executor.setRemoveOnCancelPolicy(true);
        ticks = executor;
    }

    @Override
    public void destroy() {
        if (ticks != null) {
            ticks.shutdownNow();
        }
        open.forEach(EventStream::end);
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        int count = (int) Parameters.integer(request, "count", 1, 600, 60);
        int millis = (int) Parameters.integer(request, "millis", 10, 10_000, 1000);
        response.setContentType("text/event-stream");
        response.setCharacterEncoding("UTF-8");
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("X-Accel-Buffering", "no"); // nginx would collect events into a buffer
        AsyncContext async = request.startAsync();
        async.setTimeout((long) count * millis + GRACE_MILLIS);
        EventStream stream = new EventStream(async, response.getOutputStream(), count, open::remove);
        open.add(stream);
        stream.start(task -> ticks().scheduleAtFixedRate(task, millis, millis, TimeUnit.MILLISECONDS));
    }

    private ScheduledExecutorService ticks() {
        if (ticks == null) {
            throw new IllegalStateException("not initialised");
        }
        return ticks;
    }
}
