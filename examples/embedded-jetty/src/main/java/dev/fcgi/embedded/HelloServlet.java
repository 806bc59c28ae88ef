package dev.fcgi.embedded;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Says what it knows of the client, which is what the web server knows. */
final class HelloServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setContentType("text/plain;charset=utf-8");
        response.getWriter()
                .printf(
                        "Hello %s (%s) at %s:%d, this is %s, secure: %s, behind %s%n",
                        request.getRemoteUser(),
                        request.getAuthType(),
                        request.getRemoteAddr(),
                        request.getRemotePort(),
                        request.getRequestURL(),
                        request.isSecure(),
                        request.getAttribute("SERVER_SOFTWARE"));
    }
}
