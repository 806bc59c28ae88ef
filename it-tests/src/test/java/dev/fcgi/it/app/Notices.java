package dev.fcgi.it.app;

import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What a servlet noticed after its client was gone, to be asked for by name; empty as long as there is nothing. */
@WebServlet("/notices")
@SuppressWarnings("serial")
public final class Notices extends HttpServlet {

    private static final Map<String, String> NOTICES = new ConcurrentHashMap<>();

    static void put(String name, String notice) {
        NOTICES.put(name, notice);
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setContentType("text/plain");
        response.getWriter().print(NOTICES.getOrDefault(request.getParameter("name"), ""));
    }
}
