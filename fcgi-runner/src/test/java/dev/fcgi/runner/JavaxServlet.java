package dev.fcgi.runner;

import java.io.IOException;
import javax.servlet.annotation.WebServlet;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

/** Part of web applications that tests make. Fails with {@code ?fail}. */
@WebServlet("/")
public final class JavaxServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (request.getParameter("fail") != null) {
            throw new IOException("failed on purpose");
        }
        response.setContentType("text/plain");
        response.getWriter().print("javax at '" + request.getContextPath() + "'");
    }
}
