package dev.fcgi.runner;

import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Part of a web application that tests make: tells a variable of the environment. */
@WebServlet("/")
public final class EnvironmentServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setCharacterEncoding("ISO-8859-1");
        response.getWriter().print(System.getenv(request.getParameter("name")));
    }
}
