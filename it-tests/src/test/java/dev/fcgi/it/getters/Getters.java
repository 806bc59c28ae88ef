package dev.fcgi.it.getters;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.lang.reflect.Array;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URLEncoder;
import java.security.Principal;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What the getters of a request return, by reflection, so that {@code jakarta} and {@code javax} are asked the same: a
 * {@code name=value} line each, both URL-encoded, several for what has several values, and none for null.
 */
final class Getters {
    /** What would use up the body, or make something that was not there. */
    private static final Set<String> NOT_ASKED = Set.of("getInputStream", "getReader", "getSession", "getParts");

    private static final List<String> TLS = List.of("secure_protocol", "cipher_suite", "key_size", "ssl_session_id");

    private static final List<String> OF_THE_CONNECTOR = List.of(
            "dev.fcgi.core.FcgiEngine",
            "dev.fcgi.servlet.TrustPolicy",
            "dev.fcgi.jetty.FcgiConnectionFactory",
            "dev.fcgi.jetty.ee8.MountFilter",
            "dev.fcgi.jetty.ee9.MountFilter",
            "dev.fcgi.jetty.ee10.MountFilter",
            "dev.fcgi.jetty.ee11.MountFilter");

    private final Object request;
    private final Class<?> type;
    private final StringBuilder text = new StringBuilder();

    Getters(Object request, Class<?> type) {
        this.request = request;
        this.type = type;
    }

    String tell(String attributePrefix) {
        Set<String> names = new TreeSet<>();
        for (Method method : type.getMethods()) {
            if (method.getName().matches("(get|is|newPushBuilder).*")) {
                names.add(method.getName());
                if (method.getParameterCount() == 0 && !NOT_ASKED.contains(method.getName())) {
                    write(method.getName(), returned(method));
                }
            }
        }
        names.forEach(name -> write("getter", name));
        for (String role : List.of("member", "admin", "**")) {
            ask("isUserInRole", role);
        }
        for (String name : List.of("X-Number", "Content-Type", "Proxy")) {
            ask("getHeader", name);
            ask("getHeaders", name);
        }
        ask("getIntHeader", "X-Number");
        ask("getDateHeader", "X-Date");
        ask("getParameter", "a");
        ask("getParameterValues", "a");
        for (String name : TLS) {
            ask("getAttribute", attributePrefix + "servlet.request." + name);
        }
        ask("getAttribute", attributePrefix + "servlet.request.X509Certificate");
        ask("getAttribute", "dev.fcgi.variables");
        ask("getAttribute", "GROUPS");
        OF_THE_CONNECTOR.forEach(this::writeIfVisible);
        return text.toString();
    }

    /** Says that this application can load a class, if it can. */
    private void writeIfVisible(String className) {
        try {
            write(
                    "visibleClass",
                    Class.forName(className, false, Getters.class.getClassLoader())
                            .getName());
        } catch (ClassNotFoundException e) {
            // as it should be
        }
    }

    private void ask(String name, String argument) {
        try {
            String key = name + "(" + argument.replaceFirst("^(jakarta|javax)\\.servlet\\.request\\.", "") + ")";
            write(key, returned(type.getMethod(name, String.class), argument));
        } catch (NoSuchMethodException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private @Nullable Object returned(Method method, Object... arguments) {
        try {
            return method.invoke(request, arguments);
        } catch (InvocationTargetException e) {
            return "!" + String.valueOf(e.getCause()).replaceFirst(":.*", "");
        } catch (IllegalAccessException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private void write(String name, @Nullable Object value) {
        if (value == null) {
            return;
        }
        if (value instanceof Enumeration<?> several) {
            write(name, Collections.list(several));
        } else if (value.getClass().isArray()) {
            write(name, Arrays.asList((Object[]) value));
        } else if (value instanceof Iterable<?> several) {
            several.forEach(one -> write(name, one));
        } else if (value instanceof Map<?, ?> map) {
            new TreeMap<>(map).forEach((key, one) -> write(name, key + "=" + joined(one)));
        } else {
            text.append(URLEncoder.encode(name, UTF_8)).append('=');
            text.append(URLEncoder.encode(plain(value), UTF_8)).append('\n');
        }
    }

    private static String joined(Object value) {
        return value.getClass().isArray() && Array.getLength(value) > 0
                ? String.join(",", (String[]) value)
                : value.toString();
    }

    private static String plain(Object value) {
        if (value instanceof X509Certificate certificate) {
            return certificate.getSubjectX500Principal().getName();
        }
        if (value instanceof Principal principal) {
            return principal.getName();
        }
        return switch (value.getClass().getSimpleName()) {
            case "Cookie" -> property(value, "getName") + "=" + property(value, "getValue");
            default -> structure(value);
        };
    }

    /** The interfaces of the Servlet API that getters return, by what they say themselves. */
    private static String structure(Object value) {
        for (Class<?> type : value.getClass().getInterfaces()) {
            switch (type.getSimpleName()) {
                case "HttpServletMapping" -> {
                    return property(value, "getServletName") + " " + property(value, "getPattern");
                }
                case "ServletConnection" -> {
                    return property(value, "getProtocol") + " " + property(value, "isSecure");
                }
                default -> {}
            }
        }
        return value.toString();
    }

    private static String property(Object value, String getter) {
        try {
            Method method = value.getClass().getMethod(getter);
            method.setAccessible(true);
            return String.valueOf(method.invoke(value));
        } catch (ReflectiveOperationException e) {
            return e.toString();
        }
    }
}
