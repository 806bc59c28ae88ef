package dev.fcgi.it.getters;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Answers with what every getter of the request returns. */
public final class JakartaGettersServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Getters getters = new Getters(request, HttpServletRequest.class);
        response.setContentType("text/plain;charset=utf-8");
        response.getWriter().print(getters.tell("jakarta."));
    }
}
