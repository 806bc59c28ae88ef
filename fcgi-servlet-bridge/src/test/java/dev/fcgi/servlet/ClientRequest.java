package dev.fcgi.servlet;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A client's request, read from its bytes by the rules of HTTP and with none of the code that is tested.
 *
 * @param target the request target
 * @param tls whether it was sent over TLS
 * @param port the port it was sent to
 * @param bodyLength bytes in the body without chunk framing, -1 when nothing announces a body
 */
record ClientRequest(
        String method,
        String target,
        String protocol,
        boolean tls,
        int port,
        List<Map.Entry<String, String>> fields,
        long bodyLength) {
    /** About the connection between client and web server, framing, or only a danger to CGI scripts (MAP-32). */
    private static final Set<String> NOT_FOR_SERVLETS = Set.of(
            "connection",
            "keep-alive",
            "proxy-connection",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade",
            "expect",
            "proxy");

    private static final Pattern CURL =
            Pattern.compile("\\((HTTP/[12])\\S* .*sent by curl\\) (.*?)(https?)://([^/]+:([0-9]+))(.*)");
    private static final Pattern CURL_OPTION = Pattern.compile("-([Hd]) (?:(\\S+): )?(\\S+)");

    /**
     * Reads a request.
     *
     * @param text the request, each byte one character, or the description of one that curl sent
     * @param length bytes in the whole request, of which {@code text} may be only the beginning
     */
    static ClientRequest parse(String text, long length, boolean tls) {
        Matcher curl = CURL.matcher(text);
        if (curl.matches()) {
            return sentByCurl(curl);
        }
        int port = tls ? 21443 : 21080;
        int headEnd = text.indexOf("\r\n\r\n");
        String[] lines = text.substring(0, headEnd).split("\r\n", -1);
        String[] requestLine = lines[0].split(" ", 3);
        List<Map.Entry<String, String>> fields = new ArrayList<>();
        for (int i = 1; i < lines.length; i++) {
            int colon = lines[i].indexOf(':');
            fields.add(Map.entry(
                    lines[i].substring(0, colon), lines[i].substring(colon + 1).strip()));
        }
        ClientRequest head = new ClientRequest(requestLine[0], requestLine[1], requestLine[2], tls, port, fields, -1);
        long bodyLength;
        if (head.field("Transfer-Encoding") != null) {
            String body = text.substring(headEnd + 4);
            bodyLength = text.length() == length ? sumOfChunks(body) : sumOfLikeChunks(body, length - headEnd - 4);
        } else {
            String contentLength = head.field("Content-Length");
            bodyLength = contentLength == null ? -1 : Long.parseLong(contentLength);
        }
        return new ClientRequest(head.method, head.target, head.protocol, tls, port, fields, bodyLength);
    }

    private static ClientRequest sentByCurl(Matcher curl) {
        String method = "GET";
        long bodyLength = -1;
        List<Map.Entry<String, String>> fields = new ArrayList<>(List.of(
                Map.entry("Host", curl.group(4)), Map.entry("User-Agent", "curl/7.88.1"), Map.entry("Accept", "*/*")));
        Matcher option = CURL_OPTION.matcher(curl.group(2));
        while (option.find()) {
            if (option.group(1).equals("H")) {
                fields.add(Map.entry(option.group(2), option.group(3)));
            } else {
                method = "POST";
                bodyLength = option.group(3).length();
                fields.add(Map.entry("Content-Type", "application/x-www-form-urlencoded"));
                fields.add(Map.entry("Content-Length", Long.toString(bodyLength)));
            }
        }
        String protocol = curl.group(1).equals("HTTP/2") ? "HTTP/2.0" : "HTTP/1.1";
        return new ClientRequest(
                method,
                curl.group(6),
                protocol,
                curl.group(3).equals("https"),
                Integer.parseInt(curl.group(5)),
                fields,
                bodyLength);
    }

    private static long sumOfChunks(String body) {
        long sum = 0;
        for (int at = 0; ; ) {
            int lineEnd = body.indexOf("\r\n", at);
            int size = Integer.parseInt(body.substring(at, lineEnd), 16);
            if (size == 0) {
                return sum;
            }
            sum += size;
            at = lineEnd + 2 + size + 2;
        }
    }

    /** Only the beginning of the body is there: it consists of chunks like the first, and of the last one. */
    private static long sumOfLikeChunks(String body, long length) {
        int lineEnd = body.indexOf("\r\n");
        long size = Integer.parseInt(body.substring(0, lineEnd), 16);
        return (length - "0\r\n\r\n".length()) / (lineEnd + 2 + size + 2) * size;
    }

    boolean chunked() {
        return field("Transfer-Encoding") != null;
    }

    /** {@return the first field of that name, ignoring case, or {@code null}} */
    @Nullable
    String field(String name) {
        return fields.stream()
                .filter(field -> field.getKey().equalsIgnoreCase(name))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(null);
    }

    /** {@return the host and port that the request is for (RFC 9112, section 3.2), or {@code null}} */
    @Nullable
    String authority() {
        return target.startsWith("http://") ? target.substring(7, target.indexOf('/', 7)) : field("Host");
    }

    /** {@return what a servlet would see of this request if the web server were its container} */
    View view() {
        View view = new View();
        String origin = target.startsWith("http://") ? target.substring(target.indexOf('/', 7)) : target;
        int questionMark = origin.indexOf('?');
        view.set("method", method);
        view.set("requestURI", percentEncoded(questionMark < 0 ? origin : origin.substring(0, questionMark)));
        view.set("queryString", questionMark < 0 ? null : origin.substring(questionMark + 1));
        view.set("protocol", protocol);
        view.set("scheme", tls ? "https" : "http");
        view.set("secure", tls);
        view.set("remoteAddr", "127.0.0.1");
        view.set("remoteHost", "127.0.0.1");
        view.set("localAddr", "127.0.0.1");
        view.set("localPort", port);
        view.set("contentLength", chunked() ? -1 : bodyLength);
        view.set("contentType", field("Content-Type"));
        for (Map.Entry<String, String> field : fields) {
            if (!NOT_FOR_SERVLETS.contains(field.getKey().toLowerCase(Locale.ROOT))) {
                view.add(View.header(field.getKey()), field.getValue());
            }
        }
        List<String> cookies = view.all("header cookie");
        if (cookies.size() > 1) { // MAP-34, and how HTTP/2 and HTTP/1.1 relate (RFC 9113, section 8.2.3)
            view.set("header cookie", cookies.stream().collect(Collectors.joining("; ")));
        }
        address(view, authority());
        return view;
    }

    /** Makes an authority the one the view's request is for; without any it is for the web server's address. */
    static void address(View view, @Nullable String authority) {
        view.set("header host", authority);
        if (authority == null) {
            view.set("serverName", view.get("localAddr"));
            view.set("serverPort", view.get("localPort"));
            return;
        }
        int colon = authority.indexOf(':', authority.indexOf(']') + 1);
        view.set("serverName", colon < 0 ? authority : authority.substring(0, colon));
        String schemesPort = view.get("scheme").equals("https") ? "443" : "80";
        view.set("serverPort", colon < 0 ? schemesPort : authority.substring(colon + 1));
    }

    private static String percentEncoded(String raw) {
        return raw.chars()
                .mapToObj(c -> c < 0x80 ? Character.toString(c) : String.format("%%%02X", c))
                .collect(Collectors.joining());
    }
}
