package dev.fcgi.inspector;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.LinkedHashMap;

/** Answers a bad parameter with status 400 and a message, as a page or as JSON. */
public final class BadParameterFilter extends HttpFilter {
    private static final long serialVersionUID = 1L;

    /** Made by the container. */
    public BadParameterFilter() {}

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        try {
            chain.doFilter(request, response);
        } catch (BadParameterException e) {
            answer(request, response, String.valueOf(e.getMessage()));
        }
    }

    private static void answer(HttpServletRequest request, HttpServletResponse response, String message)
            throws IOException {
        int status = HttpServletResponse.SC_BAD_REQUEST;
        switch (Format.accepted(request)) {
            case JSON -> {
                var body = new LinkedHashMap<String, Object>();
                body.put("status", status);
                body.put("message", message);
                Answer.json(response, status, body);
            }
            case HTML -> Answer.html(response, status, new Page(request, response).message("Bad request", message));
        }
    }
}
