package dev.fcgi.inspector;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Counts visits in a session, or ends the session, and redirects back to the page. */
public final class SessionServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private static final String VISITS = "visits";
    private static final List<String> ACTIONS = List.of("count", "end");

    /** Made by the container. */
    public SessionServlet() {}

    /** {@return how often this session was counted} */
    static int visits(HttpSession session) {
        return session.getAttribute(VISITS) instanceof AtomicInteger visits ? visits.get() : 0;
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        if (Parameters.oneOf(request, "action", ACTIONS).equals("end")) {
            end(request.getSession(false));
        } else {
            count(request.getSession());
        }
        response.sendRedirect(response.encodeRedirectURL(request.getContextPath() + "/"));
    }

    private static void count(HttpSession session) {
        AtomicInteger visits =
                session.getAttribute(VISITS) instanceof AtomicInteger present ? present : new AtomicInteger();
        visits.incrementAndGet();
        session.setAttribute(VISITS, visits); // a store of sessions notices a change only here
    }

    private static void end(@Nullable HttpSession session) {
        if (session != null) {
            session.invalidate();
        }
    }
}
