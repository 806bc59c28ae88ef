package dev.fcgi.it.app;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Asynchronous in each of its ways; {@code how} says which. */
@WebServlet(urlPatterns = "/async", asyncSupported = true)
@SuppressWarnings("serial")
public final class AsyncServlet extends HttpServlet {

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (request.getAttribute("dispatched") != null) {
            answer(response, "dispatched " + request.getDispatcherType());
            return;
        }
        AsyncContext async = request.startAsync();
        async.setTimeout(30_000);
        switch (request.getParameter("how")) {
            case "complete" ->
                async.start(() -> {
                    try {
                        answer(response, "completed");
                    } catch (IOException e) {
                        throw new IllegalStateException(e);
                    }
                    async.complete();
                });
            case "dispatch" -> {
                request.setAttribute("dispatched", true);
                async.dispatch();
            }
            case "timeout" -> async.setTimeout(50);
            case "handled-timeout" -> {
                async.setTimeout(50);
                async.addListener(new OnTimeout(response));
            }
            case "notice" -> {
                async.setTimeout(8_000);
                async.addListener(new OnError(request.getParameter("name")));
                Notices.put(request.getParameter("name"), "waiting");
            }
            default -> throw new IllegalArgumentException();
        }
    }

    private static void answer(HttpServletResponse response, String text) throws IOException {
        response.setContentType("text/plain");
        response.getWriter().print(text);
    }

    private static class OnTimeout implements AsyncListener {

        private final HttpServletResponse response;

        OnTimeout(HttpServletResponse response) {
            this.response = response;
        }

        @Override
        public void onTimeout(AsyncEvent event) throws IOException {
            answer(response, "timed out");
            event.getAsyncContext().complete();
        }

        @Override
        public void onStartAsync(AsyncEvent event) {}

        @Override
        public void onError(AsyncEvent event) {}

        @Override
        public void onComplete(AsyncEvent event) {}
    }

    private record OnError(String name) implements AsyncListener {

        @Override
        public void onError(AsyncEvent event) {
            Notices.put(name, "error");
        }

        @Override
        public void onTimeout(AsyncEvent event) {
            Notices.put(name, "timed out");
            event.getAsyncContext().complete();
        }

        @Override
        public void onStartAsync(AsyncEvent event) {}

        @Override
        public void onComplete(AsyncEvent event) {}
    }
}
