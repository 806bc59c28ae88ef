package dev.fcgi.servlet;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * All that may differ between what a client sent and what a servlet sees, because of the web server between them: each
 * rule turns the one into the other for some of the captures, in this order. The test fails when a rule is not true, and
 * when it changes nothing any more for one of its web servers.
 */
final class FrontEndRules {
    /**
     * A difference.
     *
     * @param captures a regular expression for the names of the captures that have it
     * @param reason what the web server does
     * @param effect what a servlet sees of it, given what it would see without
     */
    record Rule(String captures, String reason, Effect effect) {
        boolean appliesTo(Capture capture) {
            return capture.name().matches(captures);
        }
    }

    interface Effect {
        void on(View view, ClientRequest client);
    }

    private static final String SERVER_NAME = "www.example.test";

    /** The configurations of nginx with Debian's fastcgi_params or scgi_params. */
    private static final String DEBIAN = "nginx-(tcp-root-stock|scgi-app|unix-(app-rewrite|app-split"
            + "|root-(include-then-override|keepconn|nobuffer|sslparams)))";

    static final List<Rule> ALL = List.of(
            // Bodies
            new Rule(
                    "apache-fcgid-.*|caddy-.*|haproxy-.*|lighttpd-.*|.*-scgi-.*",
                    "CONTENT_LENGTH is 0 when no body is announced",
                    when(client -> !client.chunked() && client.bodyLength() < 0, view -> setContentLength(view, 0))),
            new Rule(
                    "nginx-(?!unix-root-nobuffer).*|apache-fcgid-.*|lighttpd-.*|haproxy-.*|h2o-.*",
                    "a chunked body is read before the request is passed on, with its length",
                    (view, client) -> knowLengthOfChunks(view, client, Long.MAX_VALUE)),
            new Rule(
                    "nginx-unix-root-nobuffer|apache-(proxyfcgi|scgi)-.*|openlitespeed-.*",
                    "a chunked body is read before the request is passed on if it is small",
                    (view, client) -> knowLengthOfChunks(view, client, 16384)),
            new Rule(
                    "cherokee-scgi-.*",
                    "CONTENT_LENGTH is 0 for a chunked body",
                    when(ClientRequest::chunked, view -> setContentLength(view, 0))),

            // Host, port and addresses
            new Rule(
                    "nginx-unix-root-pathinfo|h2o-.*|openlitespeed-.*",
                    "HTTP_HOST is the Host header even if the request target has an authority, too",
                    (view, client) -> ClientRequest.address(view, client.field("Host"))),
            new Rule(
                    DEBIAN,
                    "HTTP_HOST is $host: in lower case and without port, the server_name if there is no Host header",
                    (view, client) -> ClientRequest.address(
                            view,
                            view.has("header host") ? view.get("serverName").toLowerCase(Locale.ROOT) : SERVER_NAME)),
            new Rule(
                    "nginx-(?!scgi-|unix-root-(pathinfo|underscores)).*",
                    "HTTP_HOST without port may have lost it: SERVER_PORT is taken if SERVER_SOFTWARE says nginx"
                            + " (server-port=auto); the lists without SERVER_SOFTWARE are those that keep the port",
                    (view, client) -> {
                        String host = view.get("header host");
                        if (!host.isEmpty() && host.equals(view.get("serverName"))) {
                            ClientRequest.address(view, host + ":" + view.get("localPort"));
                        }
                    }),
            new Rule(
                    "apache-.*|caddy-.*",
                    "SERVER_PORT is the port the client addressed, not the one it reached",
                    (view, client) -> {
                        View addressed = client.view();
                        ClientRequest.address(addressed, client.authority() == null ? SERVER_NAME : client.authority());
                        view.set("localPort", addressed.get("serverPort"));
                        view.set("serverPort", addressed.get("serverPort"));
                    }),
            new Rule(
                    "nginx-unix-root-pathinfo|apache-.*|lighttpd-.*",
                    "SERVER_NAME is the configured name when there is no Host header",
                    when(client -> client.authority() == null, view -> view.set("serverName", SERVER_NAME))),
            new Rule(
                    "h2o-.*",
                    "HTTP_HOST is the configured name when there is no Host header",
                    when(client -> client.authority() == null, view -> ClientRequest.address(view, SERVER_NAME))),
            new Rule(
                    "cherokee-.*",
                    "SERVER_NAME is the machine's name when there is no Host header",
                    when(client -> client.authority() == null, view -> view.set("serverName", "vm"))),
            new Rule(
                    "caddy-.*",
                    "there is no name at all, not even an address, when there is no Host header",
                    when(client -> client.authority() == null, view -> view.set("serverName", "localhost"))),
            new Rule("lighttpd-.*|openlitespeed-.*", "the Host header is in lower case", (view, client) -> {
                view.set("serverName", view.get("serverName").toLowerCase(Locale.ROOT));
                change(view, "host", value -> value.toLowerCase(Locale.ROOT));
            }),
            new Rule("caddy-.*|haproxy-.*|nginx-scgi-.*", "SERVER_ADDR is not sent", (view, client) -> {
                view.set("localAddr", "");
            }),
            new Rule(
                    "openlitespeed-.*",
                    "X-Forwarded-For and X-Forwarded-Proto of any client are believed",
                    when(client -> client.field("X-Forwarded-For") != null, view -> {
                        view.set("remoteAddr", view.get("header x-forwarded-for"));
                        view.set("remoteHost", view.get("header x-forwarded-for"));
                        view.set("scheme", view.get("header x-forwarded-proto"));
                        view.set("secure", true);
                        view.set("serverPort", 443);
                    })),
            new Rule(
                    "apache-.*|lighttpd-.*|caddy-.*",
                    "repeated header fields are joined",
                    (view, client) -> view.names().forEach(name -> view.set(name, String.join(", ", view.all(name))))),

            // Names of header fields
            new Rule(
                    "nginx-(?!unix-root-underscores).*|apache-.*|haproxy-.*",
                    "header fields with an underscore in their names are dropped",
                    (view, client) -> removeHeaders(view, name -> name.contains("_"))),
            new Rule(
                    "apache-fcgid-sslparams",
                    "FcgidPassHeader X_Only passes a field that is dropped otherwise",
                    when(client -> client.field("X_Only") != null, view -> view.add("header x-only", "u"))),
            new Rule(
                    "nginx-unix-root-underscores|lighttpd-.*|h2o-.*|cherokee-.*|openlitespeed-.*",
                    "an underscore in a header field's name cannot be told from a hyphen (MAP-31)",
                    (view, client) -> underscoresToHyphens(view, false)),
            new Rule(
                    "caddy-.*",
                    "a header field with an underscore replaces the one with a hyphen",
                    (view, client) -> underscoresToHyphens(view, true)),
            new Rule(
                    "lighttpd-.*",
                    "a dot in a header field's name becomes an underscore, too",
                    when(client -> client.field("X.Dot") != null, view -> view.add("header x-dot", "d"))),
            new Rule(
                    ".*",
                    "header fields with a dot are dropped, or their variables have a dot and are not mapped (MAP-2)",
                    (view, client) -> removeHeaders(view, name -> name.contains("."))),
            new Rule(
                    "openlitespeed-.*",
                    "Keep-Alive is called HTTP_KEEPALIVE",
                    (view, client) -> view.set("header keepalive", client.field("Keep-Alive"))),

            // Values of header fields
            new Rule(
                    "h2o-.*",
                    "cookies are joined without a space",
                    (view, client) -> change(view, "cookie", value -> value.replace("; ", ";"))),
            new Rule(
                    "cherokee-.*",
                    "the last of several Cookie fields comes first",
                    (view, client) -> change(view, "cookie", value -> {
                        List<String> cookies = Arrays.asList(value.split("; ", -1));
                        Collections.reverse(cookies);
                        return String.join("; ", cookies);
                    })),
            new Rule(
                    "h2o-.*",
                    "white space behind a value is kept",
                    when(
                            client -> client.field("X-Space") != null,
                            view -> change(view, "x-space", value -> value + "   "))),
            new Rule(
                    "lighttpd-.*|cherokee-.*",
                    "empty header fields are dropped",
                    (view, client) -> removeHeaders(
                            view, name -> view.get("header " + name).isEmpty())),
            new Rule(
                    "cherokee-.*",
                    "the variable of a field with several spaces before its value is called 'HTTP_X_SPACE: '",
                    (view, client) -> removeHeaders(view, name -> name.equals("x-space"))),
            new Rule(
                    "apache-(?!.*-sslparams|modfastcgi-external-unix).*|haproxy-(?!unix-setparam).*",
                    "Authorization is withheld unless configured otherwise (RFC 3875, section 4.1.18)",
                    (view, client) -> removeHeaders(view, name -> name.equals("authorization"))),
            new Rule(
                    "openlitespeed-.*",
                    "Authorization is withheld where the web server has checked it",
                    when(
                            client -> client.target().contains("/auth/"),
                            view -> removeHeaders(view, name -> name.equals("authorization")))),
            new Rule(
                    "caddy-.*",
                    "the fields that Connection names are dropped",
                    (view, client) -> removeHeaders(view, name -> name.equals("x-hop"))),
            new Rule("caddy-.*", "X-Forwarded-For, -Proto and -Host are replaced by its own", (view, client) -> {
                view.set("header x-forwarded-for", "127.0.0.1");
                view.set("header x-forwarded-proto", client.tls() ? "https" : "http");
                view.set("header x-forwarded-host", client.authority() == null ? "" : client.authority());
            }),
            new Rule("caddy-.*", "User-Agent is empty when the client sent none", (view, client) -> {
                if (client.field("User-Agent") == null) {
                    view.set("header user-agent", "");
                }
            }),

            // The request line
            new Rule(
                    "h2o-.*",
                    "HTTP/2.0 is called HTTP/2",
                    when(client -> client.protocol().equals("HTTP/2.0"), view -> view.set("protocol", "HTTP/2"))),
            new Rule(
                    "cherokee-.*",
                    "REQUEST_URI is made of the decoded and resolved path; a question mark in it begins a query",
                    (view, client) -> resolvePath(view)),
            new Rule(
                    "cherokee-.*",
                    "an empty query is lost",
                    when(client -> client.target().endsWith("?"), view -> view.remove("queryString"))),
            new Rule(
                    "cherokee-.*",
                    "a request with authority and a different Host header has two HTTP_HOST: refused (P-8)",
                    when(client -> client.target().startsWith("http://"), view -> view.refuse(400))));

    private FrontEndRules() {}

    private static Effect when(Predicate<ClientRequest> condition, Consumer<View> effect) {
        return (view, client) -> {
            if (condition.test(client)) {
                effect.accept(view);
            }
        };
    }

    private static void setContentLength(View view, long length) {
        view.set("contentLength", length);
        view.set("header content-length", length);
    }

    private static void knowLengthOfChunks(View view, ClientRequest client, long limit) {
        if (client.chunked() && client.bodyLength() <= limit) {
            setContentLength(view, client.bodyLength());
        }
    }

    private static void removeHeaders(View view, Predicate<String> which) {
        for (String name : view.names()) {
            if (name.startsWith("header ") && which.test(name.substring("header ".length()))) {
                view.remove(name);
            }
        }
    }

    private static void underscoresToHyphens(View view, boolean replace) {
        for (String name : view.names()) {
            if (name.contains("_")) {
                List<String> values = view.all(name);
                view.remove(name);
                String hyphened = name.replace('_', '-');
                if (replace) {
                    view.set(hyphened, values);
                } else {
                    values.forEach(value -> view.add(hyphened, value));
                }
            }
        }
    }

    private static void change(View view, String header, Function<String, String> change) {
        view.set(
                "header " + header,
                view.all("header " + header).stream().map(change).toList());
    }

    private static void resolvePath(View view) {
        String path = decode(view.get("requestURI"));
        int questionMark = path.indexOf('?');
        if (questionMark >= 0) {
            path = path.substring(0, questionMark);
            view.set("queryString", "");
        }
        path = path.replaceAll("/(\\.?/)+", "/").replaceAll("/[^/]+/\\.\\./", "/");
        view.set(
                "requestURI",
                path.chars()
                        .mapToObj(c ->
                                " \\#".indexOf(c) < 0 && c < 0x80 ? Character.toString(c) : String.format("%%%02X", c))
                        .collect(Collectors.joining()));
    }

    private static String decode(String path) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int i = 0; i < path.length(); i++) {
            if (path.charAt(i) == '%') {
                out.write(Integer.parseInt(path.substring(i + 1, i + 3), 16));
                i += 2;
            } else {
                out.write(path.charAt(i));
            }
        }
        return out.toString(ISO_8859_1);
    }
}
