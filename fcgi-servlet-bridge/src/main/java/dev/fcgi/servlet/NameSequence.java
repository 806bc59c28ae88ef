package dev.fcgi.servlet;

import dev.fcgi.core.NameValuePairs;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The names of a request's variables in the order they arrived, and what each means. Web servers send the same ones with
 * nearly every request, so that one object serves many. Immutable.
 */
final class NameSequence {
    private static final String HTTP = "HTTP_";

    /** What a name means to a servlet request. */
    private enum Kind {
        NONE,
        META_VARIABLE,
        HEADER
    }

    private final NameValuePairs params;
    private final String[] names;
    private final Kind[] kinds;
    /** Whether certificates with line ends may be in the value. */
    private final boolean[] multiLine;
    /** Of headers that are taken. */
    private final @Nullable String[] headerNames;
    /** The last position of each meta-variable. */
    private final Map<String, Integer> positions;

    private NameSequence(NameValuePairs params, TrustPolicy policy) throws CgiException {
        int size = params.size();
        this.params = params;
        this.names = new String[size];
        this.kinds = new Kind[size];
        this.multiLine = new boolean[size];
        this.headerNames = new String[size];
        this.positions = new HashMap<>(2 * size);
        for (int i = 0; i < size; i++) {
            String name = params.name(i);
            multiLine[i] = isMultiLine(name, policy);
            if (!isIdentifier(name) || name.equals(policy.secretVariable())) {
                names[i] = name;
                kinds[i] = Kind.NONE;
            } else if (name.startsWith(HTTP)) {
                names[i] = name.toUpperCase(Locale.ROOT); // as header names: no case
                kinds[i] = Kind.HEADER;
                headerNames[i] = HeaderNames.isTaken(names[i]) ? HeaderNames.of(names[i]) : null;
            } else {
                names[i] = name;
                kinds[i] = Kind.META_VARIABLE;
                positions.put(name, i);
            }
        }
    }

    /**
     * Gives the names of a request.
     *
     * @param similar names of another request under the same policy, which are returned when they are the same
     * @throws CgiException with status 400 when a name can be none
     */
    static NameSequence of(NameValuePairs params, TrustPolicy policy, @Nullable NameSequence similar)
            throws CgiException {
        return similar != null && params.hasNamesOf(similar.params) ? similar : new NameSequence(params, policy);
    }

    /** {@return whether the name is one that can mean anything to a servlet request} */
    private static boolean isIdentifier(String name) throws CgiException {
        boolean identifier = true;
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c == 0 || c == '\r' || c == '\n') {
                throw CgiException.badRequest("a variable's name", name, "it must not contain NUL or a line end");
            }
            identifier &= c == '_' || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
        }
        return identifier;
    }

    /** Certificates arrive as PEM with line feeds (Apache, lighttpd, nginx's $ssl_client_raw_cert). */
    private static boolean isMultiLine(String name, TrustPolicy policy) {
        return name.startsWith("SSL_CLIENT_CERT")
                || name.equals("SSL_CLIENT_RAW_CERT")
                || name.equals("SSL_SERVER_CERT")
                || policy.clientCertificate().names().contains(name)
                || policy.clientCertificateChain().names().stream().anyMatch(name::startsWith);
    }

    int size() {
        return names.length;
    }

    /** {@return the name, that of a header in upper case} */
    String name(int position) {
        return names[position];
    }

    /** {@return whether it means nothing to a servlet request, or is for the connector alone (MAP-5)} */
    boolean isIgnored(int position) {
        return kinds[position] == Kind.NONE;
    }

    boolean isHeader(int position) {
        return kinds[position] == Kind.HEADER;
    }

    boolean isMultiLine(int position) {
        return multiLine[position];
    }

    /** {@return the name of the header field, or {@code null} when it is not taken or no header} */
    @Nullable
    String headerName(int position) {
        return headerNames[position];
    }

    /** {@return the last position of a meta-variable, or {@code -1}} */
    int position(String name) {
        return positions.getOrDefault(name, -1);
    }
}
