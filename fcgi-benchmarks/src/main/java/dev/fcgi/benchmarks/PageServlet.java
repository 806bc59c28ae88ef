package dev.fcgi.benchmarks;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Serves a page, with no work of its own that would hide the server's. */
final class PageServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    private final Page page;
    private final byte[] body;

    PageServlet(Page page) {
        this.page = page;
        this.body = page.bytes();
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setContentType(page.contentType());
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }
}
