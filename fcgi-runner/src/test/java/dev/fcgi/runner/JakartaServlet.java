package dev.fcgi.runner;

import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Part of web applications that tests make: says where it is, prints to standard output, and with {@code ?hold=FILE}
 * creates that file and answers when it is gone. Prints much with {@code ?print}, and fails with {@code ?fail}.
 */
@WebServlet("/")
public final class JakartaServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        System.out.println("printed by the web application");
        String hold = request.getParameter("hold");
        if (hold != null) {
            Path file = Files.createFile(Path.of(hold));
            while (Files.exists(file)) {
                pause();
            }
        }
        if (request.getParameter("print") != null) {
            String mebibyte = "printed ".repeat(1 << 17);
            System.out.println(mebibyte);
            System.err.println(mebibyte);
        }
        if (request.getParameter("fail") != null) {
            throw new IOException("failed on purpose");
        }
        response.setContentType("text/plain");
        response.getWriter()
                .print("jakarta at '" + request.getContextPath() + "' in "
                        + (Thread.currentThread().getName().contains("virtual") ? "a virtual thread" : "a thread"));
    }

    private static void pause() throws IOException {
        try {
            Thread.sleep(10);
        } catch (InterruptedException e) {
            throw new IOException("interrupted", e);
        }
    }
}
