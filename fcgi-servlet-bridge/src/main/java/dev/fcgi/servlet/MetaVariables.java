package dev.fcgi.servlet;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.fcgi.core.NameValuePairs;
import org.jspecify.annotations.Nullable;

/**
 * The variables of one request (MAP-1 to MAP-4): the last value of a meta-variable, every value of an {@code HTTP_*}
 * variable. Values are ISO-8859-1, each byte one character, until {@link #text} is asked for.
 */
final class MetaVariables {
    private static final String HTTP = "HTTP_";

    private final NameSequence names;
    private final String[] values;

    private MetaVariables(NameSequence names, String[] values) {
        this.names = names;
        this.values = values;
    }

    /**
     * Reads the variables of a request.
     *
     * @param similar names of another request under the same policy, for the case that they are the same
     */
    static MetaVariables of(NameValuePairs params, TrustPolicy policy, @Nullable NameSequence similar)
            throws CgiException {
        NameSequence names = NameSequence.of(params, policy, similar);
        String[] values = new String[names.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = params.value(i, ISO_8859_1);
            check(names, i, values[i]);
        }
        return new MetaVariables(names, values);
    }

    private static void check(NameSequence names, int position, String value) throws CgiException {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c <= '\r' && (c == 0 || ((c == '\r' || c == '\n') && !names.isMultiLine(position)))) {
                throw new CgiException(
                        400,
                        "the value of " + (names.isIgnored(position) ? "a variable" : names.name(position))
                                + " contains " + (c == 0 ? "NUL" : "a line end"));
            }
        }
    }

    NameSequence names() {
        return names;
    }

    /** {@return the value of any variable} */
    String value(int position) {
        return values[position];
    }

    /** {@return the last value, or {@code null} when the variable is absent} */
    @Nullable
    String get(String name) {
        int position = names.position(name);
        return position < 0 ? null : values[position];
    }

    /** {@return the last value, empty when the variable is absent} */
    String getOrEmpty(String name) {
        int position = names.position(name);
        return position < 0 ? "" : values[position];
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
        for (int i = 0; i < values.length; i++) {
            value = names.isHeader(i) && names.name(i).equalsIgnoreCase(name) ? values[i] : value;
        }
        return value;
    }

    /** {@return whether a header was sent} */
    boolean hasHeader(String name) {
        for (int i = 0; i < values.length; i++) {
            if (names.isHeader(i) && names.name(i).equals(name)) {
                return true;
            }
        }
        return false;
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
        if (text.isEmpty() || text.length() > 5 || !isDigits(text, 0)) {
            return -1;
        }
        int port = Integer.parseInt(text);
        return port <= 65535 ? port : -1;
    }

    /** {@return whether the rest of a text is decimal digits, at least one} */
    static boolean isDigits(String text, int from) {
        for (int i = from; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return from < text.length();
    }

    static int defaultPort(String scheme) {
        return scheme.equals("https") ? 443 : 80;
    }
}
