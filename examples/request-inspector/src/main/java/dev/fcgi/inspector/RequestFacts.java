package dev.fcgi.inspector;

import jakarta.servlet.ServletConnection;
import jakarta.servlet.ServletContext;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletMapping;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.security.Principal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Collects what the Servlet API says about one request; a fact is named as its getter is. */
final class RequestFacts {
    private final HttpServletRequest request;

    private RequestFacts(HttpServletRequest request) {
        this.request = request;
    }

    /** {@return every fact, in the order of the page}; reads the parameters of a posted form, creates no session */
    static List<FactGroup> of(HttpServletRequest request) {
        RequestFacts facts = new RequestFacts(request);
        return List.of(
                new FactGroup("Request line and paths", null, facts.requestLine()),
                new FactGroup("Connection", null, facts.connection()),
                new FactGroup("User", null, facts.user()),
                new FactGroup("TLS", "tls", TlsFacts.of(request)),
                new FactGroup("Body", null, facts.body()),
                new FactGroup("Headers", "headers", facts.headers()),
                new FactGroup("Parameters", "parameters", facts.parameters()),
                new FactGroup("Cookies", "cookies", facts.cookies()),
                new FactGroup("Session", "session", facts.session()),
                new FactGroup("Locales and attributes", null, facts.localesAndAttributes()),
                new FactGroup("Server", "server", facts.server()));
    }

    private Map<String, @Nullable Object> requestLine() {
        var facts = new LinkedHashMap<String, @Nullable Object>();
        facts.put("method", request.getMethod());
        facts.put("requestURI", request.getRequestURI());
        facts.put("requestURL", request.getRequestURL().toString());
        facts.put("contextPath", request.getContextPath());
        facts.put("servletPath", request.getServletPath());
        facts.put("pathInfo", request.getPathInfo());
        facts.put("pathTranslated", request.getPathTranslated());
        facts.put("queryString", request.getQueryString());
        facts.put("protocol", request.getProtocol());
        facts.put("dispatcherType", request.getDispatcherType().name());
        facts.put("httpServletMapping", mapping(request.getHttpServletMapping()));
        return facts;
    }

    private static Map<String, @Nullable Object> mapping(HttpServletMapping mapping) {
        var facts = new LinkedHashMap<String, @Nullable Object>();
        facts.put("pattern", mapping.getPattern());
        facts.put("matchValue", mapping.getMatchValue());
        facts.put(
                "mappingMatch",
                mapping.getMappingMatch() == null
                        ? null
                        : mapping.getMappingMatch().name());
        facts.put("servletName", mapping.getServletName());
        return facts;
    }

    private Map<String, @Nullable Object> connection() {
        var facts = new LinkedHashMap<String, @Nullable Object>();
        facts.put("scheme", request.getScheme());
        facts.put("secure", request.isSecure());
        facts.put("serverName", request.getServerName());
        facts.put("serverPort", request.getServerPort());
        facts.put("remoteAddr", request.getRemoteAddr());
        facts.put("remoteHost", request.getRemoteHost());
        facts.put("remotePort", request.getRemotePort());
        facts.put("localAddr", request.getLocalAddr());
        facts.put("localName", request.getLocalName());
        facts.put("localPort", request.getLocalPort());
        facts.put("requestId", request.getRequestId());
        facts.put("protocolRequestId", request.getProtocolRequestId());
        facts.put("servletConnection", servletConnection(request.getServletConnection()));
        facts.put("asyncSupported", request.isAsyncSupported());
        return facts;
    }

    private static Map<String, @Nullable Object> servletConnection(ServletConnection connection) {
        var facts = new LinkedHashMap<String, @Nullable Object>();
        facts.put("connectionId", connection.getConnectionId());
        facts.put("protocol", connection.getProtocol());
        facts.put("protocolConnectionId", connection.getProtocolConnectionId());
        facts.put("secure", connection.isSecure());
        return facts;
    }

    private Map<String, @Nullable Object> user() {
        var facts = new LinkedHashMap<String, @Nullable Object>();
        Principal principal = request.getUserPrincipal();
        facts.put("remoteUser", request.getRemoteUser());
        facts.put("userPrincipal", principal == null ? null : principal.getName());
        facts.put("authType", request.getAuthType());
        return facts;
    }

    private Map<String, @Nullable Object> body() {
        var facts = new LinkedHashMap<String, @Nullable Object>();
        facts.put("contentType", request.getContentType());
        facts.put("contentLengthLong", request.getContentLengthLong());
        facts.put("characterEncoding", request.getCharacterEncoding());
        return facts;
    }

    private Map<String, @Nullable Object> headers() {
        var facts = new LinkedHashMap<String, @Nullable Object>();
        for (String name : Collections.list(request.getHeaderNames())) {
            facts.put(name, Collections.list(request.getHeaders(name)));
        }
        return facts;
    }

    private Map<String, @Nullable Object> parameters() {
        var facts = new LinkedHashMap<String, @Nullable Object>();
        request.getParameterMap().forEach((name, values) -> facts.put(name, List.of(values)));
        return facts;
    }

    /** All values of each name: a browser sends one for every path and domain that matches. */
    private Map<String, @Nullable Object> cookies() {
        var values = new LinkedHashMap<String, List<@Nullable String>>();
        Cookie[] cookies = request.getCookies();
        if (cookies != null) {
            for (Cookie cookie : cookies) {
                values.computeIfAbsent(cookie.getName(), name -> new ArrayList<>())
                        .add(cookie.getValue());
            }
        }
        return new LinkedHashMap<>(values);
    }

    private Map<String, @Nullable Object> session() {
        var facts = new LinkedHashMap<String, @Nullable Object>();
        HttpSession session = request.getSession(false);
        facts.put("id", session == null ? null : session.getId());
        facts.put("new", session == null ? null : session.isNew());
        facts.put("visits", session == null ? null : SessionServlet.visits(session));
        facts.put("requestedSessionId", request.getRequestedSessionId());
        facts.put("requestedSessionIdValid", request.isRequestedSessionIdValid());
        facts.put("requestedSessionIdFromCookie", request.isRequestedSessionIdFromCookie());
        facts.put("requestedSessionIdFromURL", request.isRequestedSessionIdFromURL());
        return facts;
    }

    private Map<String, @Nullable Object> localesAndAttributes() {
        var facts = new LinkedHashMap<String, @Nullable Object>();
        facts.put(
                "locales",
                Collections.list(request.getLocales()).stream()
                        .map(Locale::toLanguageTag)
                        .toList());
        facts.put(
                "attributeNames",
                Collections.list(request.getAttributeNames()).stream().sorted().toList());
        return facts;
    }

    private Map<String, @Nullable Object> server() {
        var facts = new LinkedHashMap<String, @Nullable Object>();
        ServletContext context = request.getServletContext();
        Thread thread = Thread.currentThread();
        facts.put("serverInfo", context.getServerInfo());
        facts.put("servletVersion", context.getMajorVersion() + "." + context.getMinorVersion());
        facts.put("javaVersion", System.getProperty("java.version"));
        facts.put("javaVendor", System.getProperty("java.vendor"));
        facts.put("threadName", thread.getName());
        facts.put("threadVirtual", isVirtual(thread));
        return facts;
    }

    /** Java 17 has no {@code Thread.isVirtual}; JEP 444 puts every virtual thread into a group of this name. */
    private static boolean isVirtual(Thread thread) {
        ThreadGroup group = thread.getThreadGroup();
        return group != null && group.getName().equals("VirtualThreads");
    }
}
