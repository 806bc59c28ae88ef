package dev.fcgi.it.getters;

import java.io.IOException;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

/** Answers with what every getter of the request returns. */
public final class JavaxGettersServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Getters getters = new Getters(request, HttpServletRequest.class);
        response.setContentType("text/plain;charset=utf-8");
        response.getWriter().print(getters.tell("javax."));
    }
}
