package dev.fcgi.runner;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.PrintWriter;

/** Part of web applications that tests make: does what the query says, and tells where it is. */
@WebServlet(urlPatterns = "/at/*", asyncSupported = true)
public final class MountServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
            throws IOException, ServletException {
        boolean told = request.getDispatcherType() != DispatcherType.REQUEST
                && request.getDispatcherType() != DispatcherType.ASYNC;
        String todo = told ? "tell" : String.valueOf(request.getQueryString());
        switch (todo) {
            case "redirect-context" -> response.sendRedirect(request.getContextPath() + "/there");
            case "redirect-relative" -> response.sendRedirect("there?a=b");
            case "redirect-away" -> response.sendRedirect("http://other.test/app/there");
            case "location" -> {
                response.setStatus(201);
                response.setHeader("Location", request.getRequestURL() + "/7");
            }
            case "encode" -> {
                request.getSession();
                response.getWriter()
                        .print(response.encodeURL(request.getRequestURL().toString()) + " "
                                + response.encodeRedirectURL(request.getContextPath() + "/x"));
            }
            case "session" -> {
                request.getSession();
                Cookie cookie = new Cookie("own", "1");
                cookie.setPath(request.getContextPath() + "/at");
                response.addCookie(cookie);
                tell(request, response);
            }
            case "forward" -> request.getRequestDispatcher("/at/forwarded").forward(request, response);
            case "include" -> request.getRequestDispatcher("/at/included").include(request, response);
            case "async" -> {
                if (request.getAttribute("again") == null) {
                    request.setAttribute("again", true);
                    AsyncContext async = request.startAsync(request, response);
                    async.dispatch();
                } else {
                    tell(request, response);
                }
            }
            case "error" -> response.sendError(418);
            default -> tell(request, response);
        }
    }

    private static void tell(HttpServletRequest request, HttpServletResponse response) throws IOException {
        PrintWriter out = response.getWriter();
        out.print(request.getDispatcherType() + " " + request.getContextPath() + " " + request.getServletPath() + " "
                + request.getPathInfo() + " " + request.getRequestURI() + " " + request.getRequestURL());
        tell(request, out, RequestDispatcher.FORWARD_REQUEST_URI, RequestDispatcher.FORWARD_CONTEXT_PATH);
        tell(request, out, RequestDispatcher.INCLUDE_REQUEST_URI, RequestDispatcher.INCLUDE_CONTEXT_PATH);
        tell(request, out, RequestDispatcher.ERROR_REQUEST_URI);
    }

    private static void tell(HttpServletRequest request, PrintWriter out, String... attributes) {
        for (String attribute : attributes) {
            if (request.getAttribute(attribute) != null) {
                out.print(" " + attribute.substring(attribute.indexOf("servlet.") + 8) + "="
                        + request.getAttribute(attribute));
            }
        }
    }
}
