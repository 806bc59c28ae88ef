package dev.fcgi.servlet;

import dev.fcgi.servlet.Mount.Prefix;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The facts of a request, named after the getters of {@code HttpServletRequest} that they answer. Immutable.
 *
 * @param method REQUEST_METHOD, a token
 * @param requestURI the raw path as the client sent it: percent-encoded, with path parameters, without query; begins
 *     with {@code /}, or is {@code *}
 * @param queryString the raw query without {@code ?}; empty for a lone {@code ?}, {@code null} when there is none
 * @param protocol SERVER_PROTOCOL, such as {@code HTTP/1.1} or {@code HTTP/2.0}
 * @param scheme {@code http} or {@code https}
 * @param serverName the host the client addressed, IPv6 in brackets
 * @param serverPort the port the client addressed, 1 to 65535
 * @param remoteAddr the client's address as text without brackets, empty when unknown
 * @param remoteHost the client's name when the web server knows it, else the address
 * @param remotePort the client's port, 0 when unknown
 * @param localAddr the web server's address as text without brackets, empty when unknown
 * @param localPort the web server's port, 0 when unknown
 * @param contentLength bytes in the body, -1 when unknown
 * @param contentType CONTENT_TYPE, or {@code null}
 * @param headers the header fields in order, with Host, Content-Type and Content-Length when they are known
 * @param mount the public prefix of {@code requestURI} and the context path that is deployed behind it, or {@code null}
 *     when the two are the same
 * @param remoteUser the user whom the front end has authenticated, or {@code null}
 * @param tls what is known of the client's TLS connection, or {@code null} when it has none
 * @param attributes what becomes request attributes, by name
 * @param variables all variables for the application to see, or {@code null} when it is to see none
 * @param notices what the operator may want to know of this request
 */
public record CgiRequest(
        String method,
        String requestURI,
        @Nullable String queryString,
        String protocol,
        String scheme,
        String serverName,
        int serverPort,
        String remoteAddr,
        String remoteHost,
        int remotePort,
        String localAddr,
        int localPort,
        long contentLength,
        @Nullable String contentType,
        List<HeaderField> headers,
        @Nullable Prefix mount,
        @Nullable RemoteUser remoteUser,
        @Nullable Tls tls,
        Map<String, String> attributes,
        @Nullable Map<String, String> variables,
        Set<Notice> notices) {
    /** Copies lists and maps. */
    public CgiRequest {
        headers = List.copyOf(headers);
        attributes = Map.copyOf(attributes);
        variables = variables == null ? null : Map.copyOf(variables);
        notices = Set.copyOf(notices);
    }

    /**
     * {@return whether the path is the public prefix alone, without a slash, of an application at the root: a container
     * redirects to the path with the slash, and cannot see here that it is missing}
     */
    public boolean lacksSlash() {
        return mount != null && mount.contextPath().isEmpty() && mount.isBare(requestURI);
    }

    /** {@return the raw path by which the container finds the application: as {@code requestURI}, but as deployed} */
    public String deployedURI() {
        String deployed = mount == null ? null : mount.toDeployed(requestURI);
        return deployed == null ? requestURI : deployed;
    }

    /** {@return whether the client spoke TLS with the web server} */
    public boolean secure() {
        return scheme.equals("https");
    }

    /** {@return whether {@link #serverPort} is the one the scheme implies} */
    public boolean defaultPort() {
        return serverPort == MetaVariables.defaultPort(scheme);
    }
}
