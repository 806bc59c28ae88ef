package dev.fcgi.it.app;

import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** A response with several cookies, a field that comes twice, an empty and a long one, and a body of known length. */
@WebServlet("/headers")
@SuppressWarnings("serial")
public final class HeadersServlet extends HttpServlet {

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.addCookie(new Cookie("one", "1"));
        Cookie two = new Cookie("two", "2");
        two.setPath("/elsewhere");
        two.setHttpOnly(true);
        two.setMaxAge(60);
        response.addCookie(two);
        response.addHeader("Set-Cookie", "three=a=b; Path=/");
        response.addHeader("X-Twice", "first");
        response.addHeader("X-Twice", "second, with comma");
        String length = request.getParameter("long");
        response.setHeader("X-Long", "x".repeat(length == null ? 3000 : Integer.parseInt(length)));
        response.setDateHeader("Last-Modified", 1_700_000_000_000L);
        response.setContentType("text/plain;charset=utf-8");
        byte[] body = "b\u00f6dy".getBytes(java.nio.charset.StandardCharsets.UTF_8);
        if (request.getParameter("announced") != null) {
            response.setContentLength(body.length);
        }
        response.getOutputStream().write(body);
    }
}
