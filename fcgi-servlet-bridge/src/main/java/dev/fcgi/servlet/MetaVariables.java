package dev.fcgi.servlet;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.fcgi.core.NameValuePairs;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The variables of one request by name (MAP-1 to MAP-4): the last value of a meta-variable, every value of an
 * {@code HTTP_*} variable. Values are ISO-8859-1, each byte one character, until {@link #text} is asked for.
 */
final class MetaVariables {
    private static final String HTTP = "HTTP_";

    private final Map<String, String> lastValues;
    private final List<HeaderField> httpVariables;

    private MetaVariables(Map<String, String> lastValues, List<HeaderField> httpVariables) {
        this.lastValues = lastValues;
        this.httpVariables = httpVariables;
    }

    /** Leaves out what is for the connector alone (MAP-5). */
    static MetaVariables of(NameValuePairs params, TrustPolicy policy) throws CgiException {
        int size = params.size();
        Map<String, String> lastValues = new HashMap<>(2 * size);
        List<HeaderField> httpVariables = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            String name = params.name(i);
            String value = params.value(i, ISO_8859_1);
            boolean mapped = check(name, value, policy) && !name.equals(policy.secretVariable());
            if (mapped && name.startsWith(HTTP)) {
                httpVariables.add(new HeaderField(name.toUpperCase(Locale.ROOT), value)); // as header names: no case
            } else if (mapped) {
                lastValues.put(name, value);
            }
        }
        return new MetaVariables(lastValues, httpVariables);
    }

    /** {@return whether the name is one that can mean anything to a servlet request} */
    private static boolean check(String name, String value, TrustPolicy policy) throws CgiException {
        boolean mapped = true;
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c == 0 || c == '\r' || c == '\n') {
                throw CgiException.badRequest("a variable's name", name, "it must not contain NUL or a line end");
            }
            mapped &= c == '_' || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
        }
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == 0 || ((c == '\r' || c == '\n') && !isMultiLine(name, policy))) {
                throw new CgiException(
                        400,
                        "the value of " + (mapped ? name : "a variable") + " contains "
                                + (c == 0 ? "NUL" : "a line end"));
            }
        }
        return mapped;
    }

    /** Certificates arrive as PEM with line feeds (Apache, lighttpd, nginx's $ssl_client_raw_cert). */
    private static boolean isMultiLine(String name, TrustPolicy policy) {
        return name.startsWith("SSL_CLIENT_CERT")
                || name.equals("SSL_CLIENT_RAW_CERT")
                || name.equals("SSL_SERVER_CERT")
                || policy.clientCertificate().names().contains(name)
                || policy.clientCertificateChain().names().stream().anyMatch(name::startsWith);
    }

    /** {@return the last value, or {@code null} when the variable is absent} */
    @Nullable
    String get(String name) {
        return lastValues.get(name);
    }

    /** {@return the last value, empty when the variable is absent} */
    String getOrEmpty(String name) {
        return lastValues.getOrDefault(name, "");
    }

    /** {@return the {@code HTTP_*} variables, their names in upper case, in order, duplicates kept} */
    List<HeaderField> httpVariables() {
        return httpVariables;
    }

    /** {@return the last value as UTF-8, as ISO-8859-1 when it is none, empty when the variable is absent} */
    String text(String name) {
        return Utf8.decodeOrKeep(getOrEmpty(name));
    }

    /** {@return the last value of a variable that may be a header's, empty when it is absent} */
    String header(String name) {
        if (!isHeader(name)) {
            return getOrEmpty(name);
        }
        String value = "";
        for (HeaderField variable : httpVariables) {
            value = variable.name().equalsIgnoreCase(name) ? variable.value() : value;
        }
        return value;
    }

    /** {@return whether the variable is a header that a client can send} */
    static boolean isHeader(String name) {
        return name.regionMatches(true, 0, HTTP, 0, HTTP.length());
    }

    /**
     * Reads a port.
     *
     * @return 0 when the variable is absent or empty
     * @throws CgiException with status 400 when it is not a number from 0 to 65535
     */
    int port(String name) throws CgiException {
        String value = getOrEmpty(name);
        int port = value.isEmpty() ? 0 : parsePort(value);
        if (port < 0) {
            throw CgiException.badRequest(name, value, "it must be a port from 0 to 65535");
        }
        return port;
    }

    /** {@return the port, or -1 when the text is not one} */
    static int parsePort(String text) {
        if (text.isEmpty() || text.length() > 5 || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return -1;
        }
        int port = Integer.parseInt(text);
        return port <= 65535 ? port : -1;
    }

    static int defaultPort(String scheme) {
        return scheme.equals("https") ? 443 : 80;
    }
}
