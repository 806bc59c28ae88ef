package dev.fcgi.inspector;

import jakarta.servlet.ServletException;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * Sends as many bytes as the parameter {@code bytes} says, 0 to 4 GiB. The byte at offset {@code n} is {@code n % 251}:
 * a prime, so that no block of a power of two equals the next.
 */
public final class DownloadServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private static final long MAX_BYTES = 4L * 1024 * 1024 * 1024;
    private static final int PERIOD = 251;
    private static final byte[] PATTERN = pattern(64 * PERIOD);

    /** Made by the container. */
    public DownloadServlet() {}

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        long bytes = head(request, response);
        ServletOutputStream out = response.getOutputStream();
        for (long left = bytes; left > 0; left -= PATTERN.length) {
            out.write(PATTERN, 0, (int) Math.min(left, PATTERN.length));
        }
    }

    @Override
    protected void doHead(HttpServletRequest request, HttpServletResponse response) throws ServletException {
        head(request, response);
    }

    private static long head(HttpServletRequest request, HttpServletResponse response) throws BadParameterException {
        long bytes = Parameters.integer(request, "bytes", 0, MAX_BYTES);
        response.setContentType("application/octet-stream");
        response.setContentLengthLong(bytes);
        response.setHeader("Content-Disposition", "attachment; filename=\"download.bin\"");
        response.setHeader("Cache-Control", "no-store");
        return bytes;
    }

    private static byte[] pattern(int length) {
        byte[] pattern = new byte[length];
        for (int i = 0; i < length; i++) {
            pattern[i] = (byte) (i % PERIOD);
        }
        return pattern;
    }
}
