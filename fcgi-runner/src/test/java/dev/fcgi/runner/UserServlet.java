package dev.fcgi.runner;

import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.PrintWriter;

/** Part of web applications that tests make: tells who the user is, after it did what the query says. */
@WebServlet("/")
public final class UserServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
            throws IOException, ServletException {
        String todo = String.valueOf(request.getQueryString());
        if (todo.equals("authenticate") && !request.authenticate(response)) {
            return;
        }
        PrintWriter out = response.getWriter();
        if (todo.equals("logout")) {
            tell(request, out);
            request.logout();
            out.print(", then ");
        } else if (todo.equals("login")) {
            try {
                request.login("bob", "builder");
                out.print("logged in: ");
            } catch (ServletException x) {
                out.print("refused: ");
            }
        }
        tell(request, out);
    }

    private static void tell(HttpServletRequest request, PrintWriter out) {
        out.print("user " + request.getRemoteUser() + " by " + request.getAuthType() + " is "
                + (request.getUserPrincipal() == null
                        ? "nobody"
                        : request.getUserPrincipal().getName())
                + (request.isUserInRole("admin") ? ", admin" : ""));
    }
}
