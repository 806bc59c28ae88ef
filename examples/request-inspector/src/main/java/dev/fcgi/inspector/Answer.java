package dev.fcgi.inspector;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Sends a whole answer: status, headers and a body of known length in UTF-8, never cached. */
final class Answer {
    private Answer() {}

    /** Sends a page. */
    static void html(HttpServletResponse response, int status, String page) throws IOException {
        response.setHeader("Content-Security-Policy", Page.CONTENT_SECURITY_POLICY);
        send(response, status, "text/html; charset=UTF-8", page);
    }

    /** Sends a value as {@link Json} writes it. */
    static void json(HttpServletResponse response, int status, @Nullable Object value) throws IOException {
        send(response, status, "application/json; charset=UTF-8", Json.write(value) + "\n");
    }

    private static void send(HttpServletResponse response, int status, String contentType, String text)
            throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        response.setStatus(status);
        response.setContentType(contentType);
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("Vary", "Accept");
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }
}
