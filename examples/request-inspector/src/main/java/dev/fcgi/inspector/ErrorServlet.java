package dev.fcgi.inspector;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Fails with the status that the parameter {@code status} says, 400 to 599, so that the container makes the answer. */
public final class ErrorServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    /** Made by the container. */
    public ErrorServlet() {}

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        response.sendError((int) Parameters.integer(request, "status", 400, 599));
    }
}
