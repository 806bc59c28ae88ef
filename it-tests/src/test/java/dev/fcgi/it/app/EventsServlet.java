package dev.fcgi.it.app;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Sends {@code count} events; after each it waits until the client, who has it, opens the gate {@code name}. */
@WebServlet("/events")
@SuppressWarnings("serial")
public final class EventsServlet extends HttpServlet {

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setContentType(request.getParameter("type"));
        if (request.getParameter("unbuffered") != null) {
            response.setHeader("X-Accel-Buffering", "no");
        }
        ServletOutputStream out = response.getOutputStream();
        int count = Integer.parseInt(request.getParameter("count"));
        for (int i = 1; i <= count; i++) {
            out.write(("data: " + i + "\n\n").getBytes(StandardCharsets.US_ASCII));
            response.flushBuffer();
            Gates.pass(request.getParameter("name"));
        }
    }
}
