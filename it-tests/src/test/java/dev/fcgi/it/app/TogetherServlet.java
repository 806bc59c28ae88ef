package dev.fcgi.it.app;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Holds every request until {@code party} of them are here at the same time, then gives each its own body back. */
@WebServlet(urlPatterns = "/together", asyncSupported = true)
@SuppressWarnings("serial")
public final class TogetherServlet extends HttpServlet {

    private static final List<AsyncContext> WAITING = new ArrayList<>();

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        byte[] body = (byte[]) request.getAttribute("body");
        if (body != null) {
            response.setContentType("application/octet-stream");
            response.getOutputStream().write(body);
            return;
        }
        int party = Integer.parseInt(request.getParameter("party"));
        request.setAttribute("body", request.getInputStream().readAllBytes());
        AsyncContext async = request.startAsync();
        async.setTimeout(30_000);
        arrive(async, party);
    }

    private static void arrive(AsyncContext async, int party) {
        List<AsyncContext> all = List.of();
        synchronized (WAITING) {
            WAITING.add(async);
            if (WAITING.size() == party) {
                all = List.copyOf(WAITING);
                WAITING.clear();
            }
        }
        all.forEach(AsyncContext::dispatch);
    }
}
