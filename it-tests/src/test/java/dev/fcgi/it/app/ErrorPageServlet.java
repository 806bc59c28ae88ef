package dev.fcgi.it.app;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** The error page of status 410 and of UnsupportedOperationException, mapped in web.xml. */
@SuppressWarnings("serial")
public final class ErrorPageServlet extends HttpServlet {

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setContentType("text/plain");
        response.getWriter()
                .print("error page for " + request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) + " at "
                        + request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI) + ": "
                        + request.getAttribute(RequestDispatcher.ERROR_MESSAGE));
    }
}
