package dev.fcgi.fuzz;

import dev.fcgi.core.NameValuePairs;
import dev.fcgi.servlet.CgiException;
import dev.fcgi.servlet.CgiRequest;
import dev.fcgi.servlet.CgiRequestMapper;
import dev.fcgi.servlet.HeaderField;
import dev.fcgi.servlet.RecentRequests;
import dev.fcgi.servlet.Tls;
import dev.fcgi.servlet.TrustPolicy;
import java.security.cert.CertificateException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a container may rely on in a request, whatever the variables were. */
final class MappedRequest {
    private static final Pattern TOKEN = Pattern.compile("[-!#$%&'*+.^_`|~0-9A-Za-z]+");
    private static final Pattern PATH = Pattern.compile("/[-/%;:@!$&'()*+,=._~0-9A-Za-z]*");
    private static final Pattern PREFIX = Pattern.compile("|" + PATH.pattern());
    private static final Pattern VARIABLE = Pattern.compile("[0-9A-Za-z_]+");
    private static final Pattern QUERY = Pattern.compile("[!-~&&[^#\"<>]]*");
    private static final Pattern HOST = Pattern.compile("[-._~0-9A-Za-z]+|\\[[0-9A-Fa-f:.]+\\]");
    private static final Pattern ADDRESS = Pattern.compile("[0-9A-Fa-f:.]*");
    private static final Pattern LINE_END = Pattern.compile("[\r\n\0]");

    /** Of these there is one value at most, so that nobody downstream can read another one. */
    private static final Set<String> ONCE = Set.of("host", "content-length", "content-type", "cookie");

    private static final Set<String> NEVER = Set.of(
            "transfer-encoding",
            "connection",
            "keep-alive",
            "proxy-connection",
            "te",
            "trailer",
            "upgrade",
            "expect",
            "proxy");

    private MappedRequest() {}

    /** {@return the request or the status that variables are mapped to, in which nothing is amiss} */
    static String describe(NameValuePairs params, TrustPolicy policy) {
        try {
            CgiRequest request = CgiRequestMapper.map(params, policy);
            RecentRequests<CgiRequest> recent = new RecentRequests<>(policy, it -> it);
            String text = request.toString();
            require(text.equals(recent.map(params).toString()), "first", request);
            require(text.equals(recent.map(params).toString()), "remembered", request);
            check(request);
            checkHeaders(request);
            checkFrontEnd(request);
            return text;
        } catch (CgiException x) {
            require(x.status() >= 400 && x.status() <= 599, "status", x.status());
            requireMatch("message", Pattern.compile("[ -~]*"), String.valueOf(x.getMessage()));
            return "refused with " + x.status();
        }
    }

    private static void check(CgiRequest request) {
        requireMatch("method", TOKEN, request.method());
        if (!request.requestURI().equals("*") || !request.method().equals("OPTIONS")) {
            requireMatch("requestURI", PATH, request.requestURI());
        }
        if (request.queryString() != null) {
            requireMatch("queryString", QUERY, request.queryString());
        }
        requireMatch("protocol", Pattern.compile("HTTP/[0-9](\\.[0-9])?"), request.protocol());
        requireMatch("scheme", Pattern.compile("https?"), request.scheme());
        requireMatch("serverName", HOST, request.serverName());
        require(request.serverPort() >= 1 && request.serverPort() <= 65535, "serverPort", request.serverPort());
        requireMatch("remoteAddr", ADDRESS, request.remoteAddr());
        requireOneLine("remoteHost", request.remoteHost());
        require(request.remotePort() >= 0 && request.remotePort() <= 65535, "remotePort", request.remotePort());
        requireMatch("localAddr", ADDRESS, request.localAddr());
        require(request.localPort() >= 0 && request.localPort() <= 65535, "localPort", request.localPort());
        require(request.contentLength() >= -1, "contentLength", request.contentLength());
        if (request.contentType() != null) {
            requireOneLine("contentType", request.contentType());
        }
    }

    private static void checkFrontEnd(CgiRequest request) {
        if (request.requestURI().startsWith("/")) {
            requireMatch("deployedURI", PATH, request.deployedURI());
        }
        if (request.mount() != null) {
            requireMatch("public path", PREFIX, request.mount().publicPath());
        }
        if (request.remoteUser() != null) {
            require(!request.remoteUser().name().isEmpty(), "user", "");
        }
        request.attributes().keySet().forEach(name -> requireMatch("attribute", VARIABLE, name));
        if (request.variables() != null) {
            request.variables().keySet().forEach(name -> requireMatch("variable", VARIABLE, name));
        }
        Tls tls = request.tls();
        require(tls == null || request.secure(), "TLS of a request that is not secure", request.scheme());
        if (tls != null && tls.clientCertificate() != null) {
            try {
                tls.clientCertificate().parse();
            } catch (CertificateException x) {
                // most are none
            }
        }
    }

    private static void checkHeaders(CgiRequest request) {
        Set<String> seen = new HashSet<>();
        for (HeaderField header : request.headers()) {
            requireMatch("header name", TOKEN, header.name());
            requireOneLine(header.name(), header.value());
            String name = header.name().toLowerCase(Locale.ROOT);
            require(!NEVER.contains(name), "a header that is not the application's", name);
            require(seen.add(name) || !ONCE.contains(name), "a second header", name);
        }
        requireValue(request, "Content-Type", request.contentType());
        long length = request.contentLength();
        requireValue(request, "Content-Length", length < 0 ? null : Long.toString(length));
        if (seen.contains("host")) {
            String port = request.defaultPort() ? "" : ":" + request.serverPort();
            requireValue(request, "Host", request.serverName() + port);
        }
    }

    private static void requireValue(CgiRequest request, String name, @Nullable String value) {
        List<String> values = request.headers().stream()
                .filter(header -> header.name().equalsIgnoreCase(name))
                .map(HeaderField::value)
                .toList();
        require(values.equals(value == null ? List.of() : List.of(value)), name, values);
    }

    private static void requireOneLine(String what, String value) {
        require(!LINE_END.matcher(value).find(), what, value);
    }

    private static void requireMatch(String what, Pattern pattern, String value) {
        require(pattern.matcher(value).matches(), what, value);
    }

    private static void require(boolean condition, String what, Object value) {
        if (!condition) {
            throw new AssertionError(what + " is '" + value + "'");
        }
    }
}
