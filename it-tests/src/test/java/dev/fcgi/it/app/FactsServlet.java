package dev.fcgi.it.app;

import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import org.jspecify.annotations.Nullable;

/** What the request looks like, a {@code name=value} line per fact, the value URL-encoded; what is null has no line. */
@WebServlet("/facts/*")
@SuppressWarnings("serial")
public final class FactsServlet extends HttpServlet {

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setContentType("text/plain;charset=utf-8");
        PrintWriter out = response.getWriter();
        writePaths(request, out);
        writeConnection(request, out);
        write(out, "contentType", request.getContentType());
        write(out, "contentLength", request.getContentLengthLong());
        write(out, "characterEncoding", request.getCharacterEncoding());
        for (String name : Collections.list(request.getHeaderNames())) {
            for (String value : Collections.list(request.getHeaders(name))) {
                write(out, "header." + name.toLowerCase(java.util.Locale.ROOT), value);
            }
        }
        if (request.getCookies() != null) {
            for (Cookie cookie : request.getCookies()) {
                write(out, "cookie." + cookie.getName(), cookie.getValue());
            }
        }
    }

    private static void writePaths(HttpServletRequest request, PrintWriter out) {
        write(out, "method", request.getMethod());
        write(out, "requestURI", request.getRequestURI());
        write(out, "requestURL", request.getRequestURL());
        write(out, "contextPath", request.getContextPath());
        write(out, "servletPath", request.getServletPath());
        write(out, "pathInfo", request.getPathInfo());
        write(out, "queryString", request.getQueryString());
    }

    private static void writeConnection(HttpServletRequest request, PrintWriter out) {
        write(out, "protocol", request.getProtocol());
        write(out, "scheme", request.getScheme());
        write(out, "secure", request.isSecure());
        write(out, "serverName", request.getServerName());
        write(out, "serverPort", request.getServerPort());
        write(out, "remoteAddr", request.getRemoteAddr());
        write(out, "remotePort", request.getRemotePort());
        write(out, "remoteUser", request.getRemoteUser());
        write(out, "localPort", request.getLocalPort());
        write(out, "connectionId", request.getServletConnection().getConnectionId());
        write(out, "virtualThread", onVirtualThread());
    }

    /** By reflection: this is compiled for Java 17, where there are none. */
    private static boolean onVirtualThread() {
        try {
            return (Boolean) Thread.class.getMethod("isVirtual").invoke(Thread.currentThread());
        } catch (ReflectiveOperationException e) {
            return false;
        }
    }

    private static void write(PrintWriter out, String name, @Nullable Object value) {
        if (value != null) {
            out.println(name + "=" + URLEncoder.encode(value.toString(), StandardCharsets.UTF_8));
        }
    }
}
