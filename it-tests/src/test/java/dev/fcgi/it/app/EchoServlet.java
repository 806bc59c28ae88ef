package dev.fcgi.it.app;

import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Sends the body back, with its type: by streams, or with {@code text=true} by reader and writer. */
@WebServlet("/echo")
@SuppressWarnings("serial")
public final class EchoServlet extends HttpServlet {

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (request.getContentType() != null) {
            response.setContentType(request.getContentType());
        }
        if (request.getParameter("text") != null) {
            request.getReader().transferTo(response.getWriter());
        } else {
            request.getInputStream().transferTo(response.getOutputStream());
        }
    }
}
