package dev.fcgi.it.app;

import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Answers with status {@code code}, by setStatus or, with {@code message}, by sendError. */
@WebServlet("/status")
@SuppressWarnings("serial")
public final class StatusServlet extends HttpServlet {

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        int code = Integer.parseInt(request.getParameter("code"));
        String message = request.getParameter("message");
        if (message != null) {
            response.sendError(code, message);
            return;
        }
        response.setStatus(code);
        String location = request.getParameter("location");
        if (location != null) {
            response.setHeader("Location", location);
        }
        String etag = request.getParameter("etag");
        if (etag != null) {
            response.setHeader("ETag", etag);
        }
        if (request.getParameter("body") != null) {
            response.setContentType("text/plain");
            response.getWriter().print(request.getParameter("body"));
        }
    }
}
