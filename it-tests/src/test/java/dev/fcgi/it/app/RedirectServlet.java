package dev.fcgi.it.app;

import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** sendRedirect to {@code to}, with the status {@code code} if there is one. */
@WebServlet("/dir/redirect")
@SuppressWarnings("serial")
public final class RedirectServlet extends HttpServlet {

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String code = request.getParameter("code");
        if (code == null) {
            response.sendRedirect(request.getParameter("to"));
        } else {
            response.sendRedirect(request.getParameter("to"), Integer.parseInt(code));
        }
    }
}
