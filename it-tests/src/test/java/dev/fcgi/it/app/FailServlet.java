package dev.fcgi.it.app;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Fails in each of the ways a servlet can; the path info says which. */
@WebServlet("/fail/*")
@SuppressWarnings("serial")
public final class FailServlet extends HttpServlet {

    /** How much of the response has left before it fails, in bytes. */
    public static final int COMMITTED = 100_000;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setContentType("application/octet-stream");
        ServletOutputStream out = response.getOutputStream();
        switch (request.getPathInfo()) {
            case "/before" -> throw new IllegalStateException("failed as asked");
            case "/before-with-output" -> {
                out.write(new byte[10]);
                throw new IllegalStateException("failed as asked");
            }
            case "/mapped" -> throw new UnsupportedOperationException("failed as asked");
            case "/after" -> {
                out.write(new byte[COMMITTED]);
                response.flushBuffer();
                Gates.pass(request.getParameter("gate"));
                throw new IllegalStateException("failed as asked");
            }
            case "/short" -> {
                response.setContentLength(2 * COMMITTED);
                out.write(new byte[COMMITTED]);
                response.flushBuffer();
            }
            default -> throw new IllegalArgumentException();
        }
    }
}
