package dev.fcgi.it.app;

import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Answers when the file {@code release} is there, having made the file {@code started}: for a client that can no longer
 * get another request in.
 */
@WebServlet("/hold")
@SuppressWarnings("serial")
public final class HoldServlet extends HttpServlet {

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Path release = Path.of(request.getParameter("release"));
        Files.createFile(Path.of(request.getParameter("started")));
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(25);
        while (!Files.exists(release)) {
            if (System.nanoTime() > deadline) {
                throw new IOException("never released");
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
        }
        response.setContentType("text/plain");
        response.getWriter().print("released");
    }
}
