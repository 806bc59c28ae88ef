package dev.fcgi.it.app;

import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Lets the client decide when a servlet goes on: each POST opens the named gate for one passage. */
@WebServlet("/gates")
@SuppressWarnings("serial")
public final class Gates extends HttpServlet {

    private static final Map<String, Semaphore> GATES = new ConcurrentHashMap<>();
    private static final long DEADLINE_SECONDS = 30;

    static void pass(String name) throws IOException {
        try {
            if (!gate(name).tryAcquire(DEADLINE_SECONDS, TimeUnit.SECONDS)) {
                throw new IOException("gate " + name + " stayed shut");
            }
        } catch (InterruptedException e) {
            throw new IOException("interrupted at gate " + name, e);
        }
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) {
        gate(request.getParameter("name")).release();
        response.setStatus(HttpServletResponse.SC_NO_CONTENT);
    }

    private static Semaphore gate(String name) {
        return GATES.computeIfAbsent(name, n -> new Semaphore(0));
    }
}
