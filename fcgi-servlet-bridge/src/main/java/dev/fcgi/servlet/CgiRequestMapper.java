package dev.fcgi.servlet;

import dev.fcgi.core.NameValuePairs;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** From the variables of a request to its facts (RFC 3875, section 4.1). Pure. */
public final class CgiRequestMapper {
    private static final int MAX_METHOD_LENGTH = 64;
    private static final Set<String> ON = Set.of("on", "1", "yes", "true", "https");
    private static final Set<String> OFF = Set.of("", "off", "0", "no", "false");
    private static final String HTTPS_VARIABLE = "HTTPS";
    private static final String HTTPS = "https";
    private static final String HTTP = "http";

    private CgiRequestMapper() {}

    /**
     * Maps a request.
     *
     * @param params the variables in the order they arrived, duplicates kept
     * @param policy which variables are believed
     * @return the request's facts
     * @throws CgiException when there is no valid HTTP request in the variables
     */
    public static CgiRequest map(NameValuePairs params, TrustPolicy policy) throws CgiException {
        requireSecret(params, policy);
        return map(params, MetaVariables.of(params, policy, null), policy);
    }

    /**
     * Maps a request whose variables have been read.
     *
     * @param variables those of {@code params}
     */
    static CgiRequest map(NameValuePairs params, MetaVariables variables, TrustPolicy policy) throws CgiException {
        Set<Notice> notices = EnumSet.noneOf(Notice.class);
        String method = method(variables);
        RequestTarget target = RequestTarget.of(variables, method, policy, notices);
        String scheme = scheme(variables, notices);
        String hostHeader = hostHeader(variables);
        Authority authority =
                Authority.of(variables, hostHeader != null ? hostHeader : target.authority(), scheme, policy);
        long contentLength = contentLength(variables);
        String contentType = contentType(variables);
        String remoteAddr = IpAddress.clean(variables.getOrEmpty("REMOTE_ADDR"));
        String remoteHost = variables.getOrEmpty("REMOTE_HOST");
        return new CgiRequest(
                method,
                target.path(),
                target.query(),
                protocol(variables),
                scheme,
                authority.host(),
                authority.port(),
                remoteAddr,
                remoteHost.isEmpty() ? remoteAddr : remoteHost,
                Math.max(0, MetaVariables.parsePort(variables.getOrEmpty("REMOTE_PORT"))),
                IpAddress.clean(variables.getOrEmpty("SERVER_ADDR")),
                variables.port("SERVER_PORT"),
                contentLength,
                contentType.isEmpty() ? null : contentType,
                headers(
                        variables,
                        hostHeader == null ? null : authority.hostHeader(scheme),
                        contentLength,
                        contentType,
                        policy.redirectAuthorization()),
                target.mount(),
                RemoteUser.of(variables, policy, notices),
                scheme.equals(HTTPS) ? Tls.of(variables, policy, notices) : null,
                ExposedVariables.attributes(params, policy),
                ExposedVariables.all(params, policy),
                notices);
    }

    /** P-2. The last one counts, as of every variable. */
    static void requireSecret(NameValuePairs params, TrustPolicy policy) throws CgiException {
        if (policy.secret() == null) {
            return;
        }
        boolean matches = false;
        for (int i = 0; i < params.size(); i++) {
            if (params.name(i).equals(policy.secretVariable())) {
                matches = policy.secret().matches(params.valueBytes(i));
            }
        }
        if (!matches) {
            throw new CgiException(
                    403, policy.secretVariable() + " is missing or not the secret", Notice.SECRET_REFUSED);
        }
    }

    private static String method(MetaVariables variables) throws CgiException {
        String method = variables.getOrEmpty("REQUEST_METHOD");
        if (method.isEmpty() || method.length() > MAX_METHOD_LENGTH || !Token.is(method)) {
            throw CgiException.badRequest(
                    "REQUEST_METHOD", method, "it must be a token of 1 to " + MAX_METHOD_LENGTH + " characters");
        }
        return method;
    }

    private static String protocol(MetaVariables variables) throws CgiException {
        String protocol = variables.getOrEmpty("SERVER_PROTOCOL");
        if (protocol.isEmpty()) {
            return "HTTP/1.1";
        }
        if (protocol.equals("INCLUDED")) { // a sub-request of server-side includes
            return "HTTP/1.0";
        }
        if (!isHttp(protocol)) {
            throw CgiException.badRequest("SERVER_PROTOCOL", protocol, "it must be like HTTP/1.1");
        }
        return protocol;
    }

    /** {@return whether it is like HTTP/1.1 or HTTP/2} */
    private static boolean isHttp(String protocol) {
        int digits = "HTTP/".length();
        return protocol.startsWith("HTTP/")
                && switch (protocol.length() - digits) {
                    case 1 -> MetaVariables.isDigits(protocol, digits);
                    case 3 ->
                        MetaVariables.isDigits(protocol.substring(digits, digits + 1), 0)
                                && protocol.charAt(digits + 1) == '.'
                                && MetaVariables.isDigits(protocol, digits + 2);
                    default -> false;
                };
    }

    /** HTTPS decides; the port never does. */
    private static String scheme(MetaVariables variables, Set<Notice> notices) {
        String https = variables.get(HTTPS_VARIABLE);
        String requestScheme = variables.getOrEmpty("REQUEST_SCHEME").toLowerCase(Locale.ROOT);
        if (https == null) {
            return requestScheme.equals(HTTPS) ? HTTPS : HTTP;
        }
        String value = https.toLowerCase(Locale.ROOT);
        String scheme = ON.contains(value) ? HTTPS : HTTP;
        if (!ON.contains(value) && !OFF.contains(value)) {
            notices.add(Notice.HTTPS_UNKNOWN);
        } else if (!value.isEmpty() && !requestScheme.isEmpty() && !requestScheme.equals(scheme)) {
            notices.add(Notice.SCHEME_CONFLICT);
        }
        return scheme;
    }

    private static @Nullable String hostHeader(MetaVariables variables) throws CgiException {
        NameSequence names = variables.names();
        String host = null;
        for (int i = 0; i < names.size(); i++) {
            String value = variables.value(i);
            if (names.isHeader(i) && names.name(i).equals("HTTP_HOST") && !value.isEmpty()) {
                if (host != null && !host.equals(value)) {
                    throw CgiException.badRequest(
                            "HTTP_HOST",
                            value,
                            "it was sent before with another value, '" + CgiException.printable(host) + "'");
                }
                host = value;
            }
        }
        return host;
    }

    private static long contentLength(MetaVariables variables) throws CgiException {
        String length = variables.getOrEmpty("CONTENT_LENGTH");
        if (length.isEmpty()) {
            return -1;
        }
        if (length.startsWith("-") && MetaVariables.isDigits(length, 1)) { // Caddy 2.6 sends -1 for chunked bodies
            return -1;
        }
        try {
            if (MetaVariables.isDigits(length, 0)) {
                return Long.parseLong(length);
            }
        } catch (NumberFormatException x) {
            // longer than a long: answered as any other text that is not a length
        }
        throw CgiException.badRequest("CONTENT_LENGTH", length, "it must be a number of bytes in decimal digits");
    }

    /** Caddy 2.6 calls a body a form when nobody has said what it is; what the client has said is a header field, too. */
    private static String contentType(MetaVariables variables) {
        String type = variables.getOrEmpty("CONTENT_TYPE");
        boolean assumed = type.equals("application/x-www-form-urlencoded")
                && variables.getOrEmpty("SERVER_SOFTWARE").startsWith("Caddy")
                && !variables.hasHeader("HTTP_CONTENT_TYPE");
        return assumed ? "" : type;
    }

    private static List<HeaderField> headers(
            MetaVariables variables,
            @Nullable String host,
            long contentLength,
            String contentType,
            boolean redirectAuthorization)
            throws CgiException {
        NameSequence names = variables.names();
        List<HeaderField> headers = new ArrayList<>(names.size());
        StringBuilder cookies = null;
        boolean authorization = false;
        if (host != null) {
            headers.add(new HeaderField("Host", host));
        }
        for (int i = 0; i < names.size(); i++) {
            if (!names.isHeader(i)) {
                continue;
            }
            String name = names.name(i);
            String headerName = names.headerName(i);
            if (name.equals("HTTP_COOKIE")) {
                cookies = cookies == null ? new StringBuilder() : cookies.append("; ");
                cookies.append(Cookies.separate(variables.value(i)));
            } else if (name.equals("HTTP_CONTENT_LENGTH") || name.equals("HTTP_CONTENT_TYPE")) {
                requireSame(name, variables.value(i), variables.getOrEmpty(name.substring("HTTP_".length())));
            } else if (headerName != null && !name.equals("HTTP_HOST")) {
                headers.add(new HeaderField(headerName, variables.value(i)));
                authorization |= name.equals("HTTP_AUTHORIZATION");
            }
        }
        if (cookies != null) {
            headers.add(new HeaderField("Cookie", cookies.toString()));
        }
        String redirected = redirectAuthorization ? variables.getOrEmpty("REDIRECT_HTTP_AUTHORIZATION") : "";
        if (!authorization && !redirected.isEmpty()) { // Apache, when a rewrite rule carried the header through
            headers.add(new HeaderField("Authorization", redirected));
        }
        if (!contentType.isEmpty()) {
            headers.add(new HeaderField("Content-Type", contentType));
        }
        if (contentLength >= 0) {
            headers.add(new HeaderField("Content-Length", Long.toString(contentLength)));
        }
        return headers;
    }

    private static void requireSame(String name, String value, String decisive) throws CgiException {
        if (!value.isEmpty() && !decisive.isEmpty() && !value.equals(decisive)) {
            throw CgiException.badRequest(
                    name,
                    value,
                    "the variable without HTTP_ has another value, '" + CgiException.printable(decisive) + "'");
        }
    }
}
