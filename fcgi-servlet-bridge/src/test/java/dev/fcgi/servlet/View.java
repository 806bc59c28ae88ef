package dev.fcgi.servlet;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a servlet sees of a request: facts under the names of {@link CgiRequest}'s components, the values of a header
 * field under "header " and its name in lower case. What is unknown is absent.
 */
final class View {
    private final Map<String, List<String>> facts = new TreeMap<>();

    static View of(CgiRequest request) {
        View view = new View();
        view.set("method", request.method());
        view.set("requestURI", request.requestURI());
        view.set("queryString", request.queryString());
        view.set("protocol", request.protocol());
        view.set("scheme", request.scheme());
        view.set("secure", request.secure());
        view.set("serverName", request.serverName());
        view.set("serverPort", request.serverPort());
        view.set("remoteAddr", request.remoteAddr());
        view.set("remoteHost", request.remoteHost());
        view.set("localAddr", request.localAddr());
        view.set("localPort", request.localPort());
        view.set("contentLength", request.contentLength());
        view.set("contentType", request.contentType());
        request.headers().forEach(field -> view.add(header(field.name()), field.value()));
        return view;
    }

    static View refused(CgiException refusal) {
        View view = new View();
        view.set("refusal", refusal.status());
        return view;
    }

    static View copyOf(View other) {
        View view = new View();
        view.facts.putAll(other.facts);
        return view;
    }

    static String header(String name) {
        return "header " + name.toLowerCase(Locale.ROOT);
    }

    void set(String name, @Nullable Object value) {
        if (value == null) {
            remove(name);
        } else {
            facts.put(name, List.of(value.toString()));
        }
    }

    void set(String name, List<String> values) {
        if (values.isEmpty()) {
            remove(name);
        } else {
            facts.put(name, List.copyOf(values));
        }
    }

    void remove(String name) {
        facts.remove(name);
    }

    void add(String name, String value) {
        List<String> values = new ArrayList<>(all(name));
        values.add(value);
        set(name, values);
    }

    List<String> all(String name) {
        return facts.getOrDefault(name, List.of());
    }

    /** {@return the first value, empty when there is none} */
    String get(String name) {
        return all(name).isEmpty() ? "" : all(name).get(0);
    }

    boolean has(String name) {
        return facts.containsKey(name);
    }

    List<String> names() {
        return List.copyOf(facts.keySet());
    }

    void refuse(int status) {
        facts.clear();
        set("refusal", status);
    }

    /** {@return the facts in which the two differ, each with both values; empty when they agree} */
    String differenceFrom(View expected) {
        StringBuilder out = new StringBuilder();
        Map<String, List<String>> all = new TreeMap<>(expected.facts);
        all.putAll(facts);
        for (String name : all.keySet()) {
            if (!all(name).equals(expected.all(name))) {
                out.append("\n    ").append(name).append(" is ").append(text(name));
                out.append(", expected ").append(expected.text(name));
            }
        }
        return out.toString();
    }

    private String text(String name) {
        return has(name) ? all(name).toString() : "absent";
    }
}
