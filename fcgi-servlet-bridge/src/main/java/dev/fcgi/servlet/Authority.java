package dev.fcgi.servlet;

import org.jspecify.annotations.Nullable;

/**
 * The host and port a client addressed: one value for the URI and for the Host header, so that they cannot disagree
 * (MAP-33).
 *
 * @param host a host name or IPv4 address, or an IPv6 address in brackets
 * @param port 1 to 65535, or 0 when none is given
 */
record Authority(String host, int port) {
    /**
     * Chooses the authority of a request.
     *
     * @param hostHeader the Host header or the authority of an absolute-form target, or {@code null}
     */
    static Authority of(MetaVariables variables, @Nullable String hostHeader, String scheme, TrustPolicy policy)
            throws CgiException {
        Authority fromHost = null;
        if (hostHeader != null) {
            fromHost = parse(hostHeader);
            if (fromHost == null) {
                throw CgiException.badRequest("HTTP_HOST", hostHeader, "it must be a host with an optional port");
            }
        }
        int serverPort = variables.port("SERVER_PORT");
        boolean hostDecides = fromHost != null && policy.serverName() == TrustPolicy.ServerName.HOST_HEADER;
        String host = fromHost != null && hostDecides ? fromHost.host : serverName(variables);
        int port = fromHost == null ? serverPort : port(fromHost.port, serverPort, variables, policy);
        return new Authority(host, port == 0 ? MetaVariables.defaultPort(scheme) : port);
    }

    private static int port(int hostPort, int serverPort, MetaVariables variables, TrustPolicy policy) {
        return switch (policy.serverPort()) {
            case VARIABLE -> serverPort;
            case HOST -> hostPort;
            case AUTO -> {
                boolean nginx = variables.getOrEmpty("SERVER_SOFTWARE").startsWith("nginx");
                yield hostPort == 0 && nginx ? serverPort : hostPort;
            }
        };
    }

    /** SERVER_NAME may be a placeholder of a catch-all virtual host; then the web server's address is the best name. */
    private static String serverName(MetaVariables variables) {
        for (String name : new String[] {"SERVER_NAME", "SERVER_ADDR"}) {
            String value = variables.getOrEmpty(name);
            boolean bareIpv6 = value.indexOf(':') != value.lastIndexOf(':') && !value.startsWith("[");
            Authority authority = value.equals("_") ? null : parse(bareIpv6 ? "[" + value + "]" : value);
            if (authority != null) {
                return authority.host;
            }
        }
        return "localhost";
    }

    private static @Nullable Authority parse(String text) {
        int colon = text.startsWith("[") ? text.indexOf(':', text.indexOf(']') + 1) : text.indexOf(':');
        String host = colon < 0 ? text : text.substring(0, colon);
        String portText = colon < 0 ? "" : text.substring(colon + 1);
        int port = portText.isEmpty() ? 0 : MetaVariables.parsePort(portText);
        return isHost(host) && port >= 0 ? new Authority(host, port) : null;
    }

    private static boolean isHost(String host) {
        if (host.startsWith("[")) {
            return host.endsWith("]") && IpAddress.isIpv6(host.substring(1, host.length() - 1));
        }
        return !host.isEmpty() && host.chars().allMatch(Authority::isHostCharacter);
    }

    /** Unreserved characters; RFC 3986 allows more, which no resolver knows. */
    private static boolean isHostCharacter(int c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == '-'
                || c == '.'
                || c == '_'
                || c == '~';
    }

    /** The value of a Host header that names this authority. */
    String hostHeader(String scheme) {
        return port == MetaVariables.defaultPort(scheme) ? host : host + ":" + port;
    }
}
