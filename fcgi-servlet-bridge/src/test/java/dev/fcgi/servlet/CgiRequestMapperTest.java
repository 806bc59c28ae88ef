package dev.fcgi.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.fcgi.core.NameValuePairs;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CgiRequestMapperTest {
    /** What nginx 1.22 sends with Debian's fastcgi_params for {@code GET /hello/world} to port 21080. */
    private static final String[] NGINX = {
        "QUERY_STRING",
        "",
        "REQUEST_METHOD",
        "GET",
        "CONTENT_TYPE",
        "",
        "CONTENT_LENGTH",
        "",
        "SCRIPT_NAME",
        "/hello/world",
        "REQUEST_URI",
        "/hello/world",
        "DOCUMENT_URI",
        "/hello/world",
        "DOCUMENT_ROOT",
        "/var/www/docs",
        "SERVER_PROTOCOL",
        "HTTP/1.1",
        "REQUEST_SCHEME",
        "http",
        "GATEWAY_INTERFACE",
        "CGI/1.1",
        "SERVER_SOFTWARE",
        "nginx/1.22.1",
        "REMOTE_ADDR",
        "192.0.2.7",
        "REMOTE_PORT",
        "39688",
        "REMOTE_USER",
        "",
        "SERVER_ADDR",
        "192.0.2.1",
        "SERVER_PORT",
        "21080",
        "SERVER_NAME",
        "www.example.test",
        "REDIRECT_STATUS",
        "200",
        "HTTP_HOST",
        "www.example.test"
    };

    private static final String[] BARE = {"REQUEST_METHOD", "GET", "REQUEST_URI", "/"};

    private static String[] with(String[] base, String... more) {
        return Stream.of(base, more).flatMap(Stream::of).toArray(String[]::new);
    }

    private static CgiRequest map(String... params) throws CgiException {
        return CgiRequestMapper.map(NameValuePairs.of(params), TrustPolicy.DEFAULT);
    }

    private static CgiException refusal(String... params) {
        return catchThrowableOfType(CgiException.class, () -> map(params));
    }

    private static List<String> headers(CgiRequest request) {
        return request.headers().stream().map(h -> h.name() + ": " + h.value()).toList();
    }

    private static @Nullable String header(CgiRequest request, String name) {
        return request.headers().stream()
                .filter(h -> h.name().equals(name))
                .map(HeaderField::value)
                .findFirst()
                .orElse(null);
    }

    @Test
    void mapsWhatStockNginxSends() throws Exception {
        assertThat(map(NGINX))
                .isEqualTo(new CgiRequest(
                        "GET",
                        "/hello/world",
                        null,
                        "HTTP/1.1",
                        "http",
                        "www.example.test",
                        21080,
                        "192.0.2.7",
                        "192.0.2.7",
                        39688,
                        "192.0.2.1",
                        21080,
                        -1,
                        null,
                        List.of(new HeaderField("Host", "www.example.test:21080")),
                        null,
                        null,
                        null,
                        Map.of(),
                        null,
                        Set.of()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD", "PATCH", "QUERY", "get", "M-SEARCH", "X!#$%&'*+-.^_`|~"})
    void takesAnyTokenAsMethod(String method) throws Exception {
        assertThat(map("REQUEST_METHOD", method, "REQUEST_URI", "/").method()).isEqualTo(method);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "G\u0001T",
                "GET POST",
                "GÉT",
                "G(T",
                "GETTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTT"
            })
    void refusesOtherMethods(String method) {
        assertThat(refusal("REQUEST_METHOD", method, "REQUEST_URI", "/").status())
                .isEqualTo(400);
    }

    @Test
    void refusesARequestWithoutMethod() {
        assertThat(refusal("REQUEST_URI", "/")).hasMessageContaining("REQUEST_METHOD");
    }

    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource({
        "'', -1",
        "0, 0",
        "-1, -1",
        "007, 7",
        "2147483648, 2147483648",
        "9223372036854775807, 9223372036854775807"
    })
    void readsContentLength(String text, long length) throws Exception {
        assertThat(map(with(BARE, "CONTENT_LENGTH", text)).contentLength()).isEqualTo(length);
    }

    @ParameterizedTest
    @ValueSource(strings = {"+5", " 5", "5 ", "5,5", "0x10", "9223372036854775808", "five", "-"})
    void refusesOtherContentLengths(String text) {
        assertThat(refusal(with(BARE, "CONTENT_LENGTH", text)).status()).isEqualTo(400);
    }

    @Test
    void putsContentLengthAndTypeAmongTheHeaders() throws Exception {
        CgiRequest request =
                map(with(BARE, "CONTENT_LENGTH", "5", "CONTENT_TYPE", "text/plain", "HTTP_CONTENT_LENGTH", "5"));
        assertThat(headers(request)).containsExactly("Content-Type: text/plain", "Content-Length: 5");
        assertThat(request.contentType()).isEqualTo("text/plain");
    }

    @ParameterizedTest(name = "CONTENT_TYPE={1} of {0}, HTTP_CONTENT_TYPE={2}: {3}")
    @CsvSource(nullValues = "-", textBlock = """
            Caddy/2.6.2,  application/x-www-form-urlencoded, -,                                 -
            Caddy/2.6.2,  application/x-www-form-urlencoded, application/x-www-form-urlencoded, application/x-www-form-urlencoded
            Caddy/2.6.2,  text/plain,                        -,                                 text/plain
            nginx/1.22.1, application/x-www-form-urlencoded, -,                                 application/x-www-form-urlencoded
            """)
    void takesNoTypeThatCaddyAssumed(String software, String type, @Nullable String field, @Nullable String expected)
            throws Exception {
        String[] params = with(BARE, "SERVER_SOFTWARE", software, "CONTENT_TYPE", type);
        CgiRequest request = map(field == null ? params : with(params, "HTTP_CONTENT_TYPE", field));
        assertThat(request.contentType()).isEqualTo(expected);
        assertThat(headers(request)).isEqualTo(expected == null ? List.of() : List.of("Content-Type: " + expected));
    }

    @ParameterizedTest
    @CsvSource({"HTTP_CONTENT_LENGTH, 6", "HTTP_Content_Length, 6", "HTTP_CONTENT_TYPE, text/html"})
    void map_32_refusesHeadersThatContradictTheVariables(String name, String value) {
        assertThat(refusal(with(BARE, "CONTENT_LENGTH", "5", "CONTENT_TYPE", "text/plain", name, value))
                        .status())
                .isEqualTo(400);
    }

    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource({"HTTP/1.1, HTTP/1.1", "HTTP/2.0, HTTP/2.0", "HTTP/2, HTTP/2", "INCLUDED, HTTP/1.0", "'', HTTP/1.1"})
    void readsTheProtocol(String text, String protocol) throws Exception {
        assertThat(map(with(BARE, "SERVER_PROTOCOL", text)).protocol()).isEqualTo(protocol);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http/1.1", "HTTP/1.1.1", "HTTP/", "SPDY/3"})
    void refusesOtherProtocols(String text) {
        assertThat(refusal(with(BARE, "SERVER_PROTOCOL", text)).status()).isEqualTo(400);
    }

    @ParameterizedTest(name = "HTTPS={0} REQUEST_SCHEME={1} is {2}")
    @CsvSource({
        "on, http, https",
        "ON, , https",
        "1, , https",
        "off, https, http",
        "'', https, http",
        "maybe, , http",
        ", https, https",
        ", http, http",
        ", , http"
    })
    void takesTheSchemeFromHttps(@Nullable String https, @Nullable String requestScheme, String scheme)
            throws Exception {
        List<String> params = new ArrayList<>(List.of(with(BARE, "SERVER_PORT", "443")));
        if (https != null) {
            params.addAll(List.of("HTTPS", https));
        }
        if (requestScheme != null) {
            params.addAll(List.of("REQUEST_SCHEME", requestScheme));
        }
        CgiRequest request = map(params.toArray(String[]::new));
        assertThat(request.scheme()).isEqualTo(scheme);
        assertThat(request.secure()).isEqualTo(scheme.equals("https"));
    }

    @Nested
    class Target {
        @ParameterizedTest(name = "{0} is {1}")
        @CsvSource({
            "/, /",
            "/a%2Fb;p=1/c, /a%2Fb;p=1/c",
            "//x, //x",
            "/%C3%A9, /%C3%A9",
            "/\u00c3\u00a9, /%C3%A9",
            "/a b, /a%20b",
            "/a#b, /a%23b",
            "/..%2f.., /..%2f..",
            "http://h.example:81/p/q, /p/q",
            "HTTPS://h.example, /",
            "/x?a=http://h/, /x"
        })
        void map_10_keepsThePathRaw(String requestURI, String path) throws Exception {
            assertThat(map("REQUEST_METHOD", "GET", "REQUEST_URI", requestURI).requestURI())
                    .isEqualTo(path);
        }

        @Test
        void p_9_isRequestUriWhateverPathInfoSays() throws Exception {
            String raw = "/a/..;/b%2Fc/%2e%2e/d";
            assertThat(map("REQUEST_METHOD", "GET", "REQUEST_URI", raw, "SCRIPT_NAME", "/app", "PATH_INFO", "/d")
                            .requestURI())
                    .isEqualTo(raw);
        }

        @ParameterizedTest(name = "{0} with QUERY_STRING {1} has query {2}")
        @CsvSource({
            "/x, '', ",
            "/x, , ",
            "/x?, '', ''",
            "/x?, , ''",
            "/x?a, a, a",
            "/x?a=%zz, a=%zz, a=%zz",
            "/x??, ?, ?",
            "/x?a, b=rewritten, b=rewritten",
            "/x, added=1, added=1",
            "/x?\u00e9, \u00e9, %E9"
        })
        void readsTheQuery(String requestURI, @Nullable String queryString, @Nullable String query) throws Exception {
            String[] params = {"REQUEST_METHOD", "GET", "REQUEST_URI", requestURI};
            CgiRequest request = map(queryString == null ? params : with(params, "QUERY_STRING", queryString));
            assertThat(request.queryString()).isEqualTo(query);
        }

        @Test
        void takesAnAsteriskForOptionsOnly() throws Exception {
            assertThat(map("REQUEST_METHOD", "OPTIONS", "REQUEST_URI", "*").requestURI())
                    .isEqualTo("*");
            assertThat(refusal("REQUEST_METHOD", "GET", "REQUEST_URI", "*").status())
                    .isEqualTo(400);
        }

        @ParameterizedTest
        @ValueSource(strings = {"x", "ftp://h/x", "?a"})
        void refusesOtherTargets(String requestURI) {
            assertThat(refusal("REQUEST_METHOD", "GET", "REQUEST_URI", requestURI))
                    .hasMessageContaining("REQUEST_URI");
        }

        @ParameterizedTest(name = "SCRIPT_NAME={0} PATH_INFO={1} DOCUMENT_URI={2} is {3}")
        @CsvSource({
            "/app, /api/\u00c3\u00a9, , /app/api/%C3%A9",
            "/app/, /x, , /app/x",
            "/app, x, , /app/x",
            "app, , , /app",
            "/app, /app/x, , /app/x",
            "'', /a%b;c, , /a%25b;c",
            ", , /doc, /doc"
        })
        void joinsScriptNameAndPathInfoWithoutRequestUri(
                @Nullable String scriptName, @Nullable String pathInfo, @Nullable String documentURI, String path)
                throws Exception {
            List<String> params = new ArrayList<>(List.of("REQUEST_METHOD", "GET", "QUERY_STRING", "q"));
            if (scriptName != null) {
                params.addAll(List.of("SCRIPT_NAME", scriptName));
            }
            if (pathInfo != null) {
                params.addAll(List.of("PATH_INFO", pathInfo));
            }
            if (documentURI != null) {
                params.addAll(List.of("DOCUMENT_URI", documentURI));
            }
            CgiRequest request = map(params.toArray(String[]::new));
            assertThat(request.requestURI()).isEqualTo(path);
            assertThat(request.queryString()).isEqualTo("q");
        }

        @Test
        void refusesPathsThatAreNotUtf8WhereTheyAreNeeded() {
            assertThat(refusal("REQUEST_METHOD", "GET", "PATH_INFO", "/\u00ff").status())
                    .isEqualTo(400);
        }
    }

    @Nested
    class ServerNameAndPort {
        @ParameterizedTest(name = "{0} {1} {2} {3}: {4}:{5}, Host {6}")
        @CsvSource({
            "nginx/1.22.1, www.a.test, b.test, 21080, www.a.test, 21080, www.a.test:21080",
            "nginx/1.22.1, www.a.test:81, b.test, 21080, www.a.test, 81, www.a.test:81",
            "nginx/1.22.1, www.a.test, b.test, 80, www.a.test, 80, www.a.test",
            "Apache, www.a.test, b.test, 21080, www.a.test, 80, www.a.test",
            "Apache, '', b.test, 21080, b.test, 21080, ",
            "Apache, [::1]:8080, b.test, 8080, [::1], 8080, [::1]:8080",
            "Caddy, , ::1, 8080, [::1], 8080, ",
            "HAProxy 2.6, , www.a.test:21080, 21080, www.a.test, 21080, ",
            "nginx/1.22.1, , _, 21080, 192.0.2.1, 21080, ",
            "Cherokee, , [, 21080, 192.0.2.1, 21080, "
        })
        void comeFromTheHostHeaderFirst(
                String software,
                @Nullable String host,
                String serverName,
                String serverPort,
                String expectedName,
                int expectedPort,
                @Nullable String expectedHost)
                throws Exception {
            String[] params = with(
                    BARE,
                    "SERVER_SOFTWARE",
                    software,
                    "SERVER_NAME",
                    serverName,
                    "SERVER_PORT",
                    serverPort,
                    "SERVER_ADDR",
                    "192.0.2.1");
            CgiRequest request = map(host == null ? params : with(params, "HTTP_HOST", host));
            assertThat(request.serverName()).isEqualTo(expectedName);
            assertThat(request.serverPort()).isEqualTo(expectedPort);
            assertThat(header(request, "Host")).isEqualTo(expectedHost);
        }

        @Test
        void followTheTrustPolicy() throws Exception {
            NameValuePairs params = NameValuePairs.of(NGINX);
            CgiRequest host = CgiRequestMapper.map(params, TrustPolicy.parse(Map.of("serverPort", "host")));
            assertThat(host.serverPort()).isEqualTo(80);
            NameValuePairs other = NameValuePairs.of(with(NGINX, "SERVER_NAME", "canonical.test", "HTTP_HOST", ""));
            CgiRequest variable = CgiRequestMapper.map(
                    other, TrustPolicy.parse(Map.of("serverName", "variable", "serverPort", "variable")));
            assertThat(variable.serverName()).isEqualTo("canonical.test");
            assertThat(variable.serverPort()).isEqualTo(21080);
            assertThat(header(variable, "Host")).isEqualTo("canonical.test:21080");
        }

        @Test
        void defaultToAddressAndSchemeWhenNothingIsKnown() throws Exception {
            CgiRequest request = map(with(BARE, "HTTPS", "on", "SERVER_NAME", "*"));
            assertThat(request.serverName()).isEqualTo("localhost");
            assertThat(request.serverPort()).isEqualTo(443);
            assertThat(request.defaultPort()).isTrue();
            assertThat(request.localPort()).isZero();
        }

        @Test
        void useTheAuthorityOfAnAbsoluteTarget() throws Exception {
            CgiRequest request = map("REQUEST_METHOD", "GET", "REQUEST_URI", "http://a.test:81/x");
            assertThat(request.serverName()).isEqualTo("a.test");
            assertThat(request.serverPort()).isEqualTo(81);
        }

        @ParameterizedTest
        @ValueSource(strings = {"a b", "a/b", "a@b", "[::1", "a:b", "a:99999", "é", "<x>"})
        void refuseABadHostHeader(String host) {
            assertThat(refusal(with(BARE, "HTTP_HOST", host)).status()).isEqualTo(400);
        }

        @Test
        void p_8_refuseTwoDifferentHostHeaders() throws Exception {
            assertThat(refusal(with(BARE, "HTTP_HOST", "a", "HTTP_HOST", "b")).status())
                    .isEqualTo(400);
            assertThat(refusal(with(BARE, "HTTP_HOST", "a", "HTTP_Host", "b")).status())
                    .isEqualTo(400);
            assertThat(headers(map(with(BARE, "HTTP_HOST", "a", "HTTP_HOST", "a"))))
                    .containsExactly("Host: a");
        }

        @ParameterizedTest
        @ValueSource(strings = {"x", "65536", "-1", "123456"})
        void refuseABadServerPort(String port) {
            assertThat(refusal(with(BARE, "SERVER_PORT", port))).hasMessageContaining("SERVER_PORT is '" + port + "'");
        }
    }

    @ParameterizedTest(name = "REMOTE_ADDR {0} is {1}")
    @CsvSource({
        "192.0.2.7, 192.0.2.7",
        "::1, ::1",
        "[2001:db8::1], 2001:db8::1",
        "fe80::1%eth0, fe80::1",
        "::ffff:192.0.2.7, ::ffff:192.0.2.7",
        "unix:, ''",
        "'', ''",
        "host.example, ''",
        "'192.0.2.7, 10.0.0.1', ''",
        "::, ::",
        "1:2:3:4:5:6:7:8, 1:2:3:4:5:6:7:8",
        "1:2:3:4:5:6:192.0.2.7, 1:2:3:4:5:6:192.0.2.7",
        "1::8, 1::8",
        "::::, ''",
        "1::2::3, ''",
        "1:2:3:4:5:6:7, ''",
        "1:2:3:4:5:6:7:8:9, ''",
        "1:2:3:4:5:6:7:8::, ''",
        "12345::, ''",
        "1.2.3.4::, ''",
        "g::, ''",
        "192.0.2.256, ''",
        "127.1, ''"
    })
    void keepsOnlyAddressesAsRemoteAddr(String text, String address) throws Exception {
        CgiRequest request = map(with(BARE, "REMOTE_ADDR", text, "SERVER_ADDR", text));
        assertThat(request.remoteAddr()).isEqualTo(address);
        assertThat(request.remoteHost()).isEqualTo(address);
        assertThat(request.localAddr()).isEqualTo(address);
    }

    @Test
    void takesTheRemoteHostWhenItIsKnown() throws Exception {
        assertThat(map(with(BARE, "REMOTE_ADDR", "192.0.2.7", "REMOTE_HOST", "c.test"))
                        .remoteHost())
                .isEqualTo("c.test");
    }

    @ParameterizedTest
    @CsvSource({"'', 0", "80, 80", "x, 0", "70000, 0"})
    void takesABadRemotePortForUnknown(String text, int port) throws Exception {
        assertThat(map(with(BARE, "REMOTE_PORT", text)).remotePort()).isEqualTo(port);
    }

    @Nested
    class Headers {
        @ParameterizedTest(name = "{0} is {1}")
        @CsvSource({
            "HTTP_USER_AGENT, User-Agent",
            "HTTP_X_FOO, X-Foo",
            "HTTP_x_fOO, X-Foo",
            "HTTP__A, -A",
            "HTTP_A__B, A--B",
            "HTTP_X_1, X-1",
            "HTTP_DNT, DNT",
            "HTTP_SEC_WEBSOCKET_KEY, Sec-WebSocket-Key",
            "HTTP_X_FORWARDED_FOR, X-Forwarded-For"
        })
        void map_30_getTheirUsualSpelling(String variable, String name) throws Exception {
            assertThat(headers(map(with(BARE, variable, "v")))).containsExactly(name + ": v");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "HTTP_",
                    "HTTP_TRANSFER_ENCODING",
                    "HTTP_CONNECTION",
                    "HTTP_KEEP_ALIVE",
                    "HTTP_PROXY_CONNECTION",
                    "HTTP_TE",
                    "HTTP_TRAILER",
                    "HTTP_UPGRADE",
                    "HTTP_EXPECT",
                    "HTTP_PROXY",
                    "HTTP_Transfer_Encoding",
                    "HTTP_connection",
                    "HTTP_X.DOT",
                    "http_x"
                })
        void map_32_leaveOutWhatIsNotTheApplications(String variable) throws Exception {
            assertThat(headers(map(with(BARE, variable, "v")))).isEmpty();
        }

        @Test
        void p_8_keepEveryValueInOrder() throws Exception {
            assertThat(headers(map(with(BARE, "HTTP_X", "1", "HTTP_Y", "", "HTTP_X", "2"))))
                    .containsExactly("X: 1", "Y: ", "X: 2");
        }

        @Test
        void map_34_joinCookies() throws Exception {
            assertThat(header(
                            map(with(BARE, "HTTP_COOKIE", "a=1, b=2", "HTTP_COOKIE", "c=\"x, d=3\", e=1,2")), "Cookie"))
                    .isEqualTo("a=1; b=2; c=\"x, d=3\"; e=1,2");
        }

        @Test
        void map_35_recoverAuthorizationThatARewriteCarried() throws Exception {
            assertThat(headers(map(with(BARE, "REDIRECT_HTTP_AUTHORIZATION", "Basic x"))))
                    .containsExactly("Authorization: Basic x");
            assertThat(headers(map(
                            with(BARE, "HTTP_AUTHORIZATION", "Bearer y", "REDIRECT_HTTP_AUTHORIZATION", "Basic x"))))
                    .containsExactly("Authorization: Bearer y");
        }

        @Test
        void map_36_areNeverBelievedAboutTheConnection() throws Exception {
            CgiRequest request = map(with(
                    NGINX,
                    "HTTP_X_FORWARDED_FOR",
                    "203.0.113.9",
                    "HTTP_X_FORWARDED_PROTO",
                    "https",
                    "HTTP_FORWARDED",
                    "for=203.0.113.9",
                    "HTTP_REMOTE_ADDR",
                    "203.0.113.9",
                    "HTTP_HTTPS",
                    "on"));
            assertThat(request.remoteAddr()).isEqualTo("192.0.2.7");
            assertThat(request.secure()).isFalse();
        }

        @Test
        void keepEveryByte() throws Exception {
            assertThat(header(map(with(BARE, "HTTP_X", "\u00e9\u00ff")), "X")).isEqualTo("\u00e9\u00ff");
        }
    }

    @Test
    void p_8_theLastValueOfAMetaVariableWins() throws Exception {
        assertThat(map(with(NGINX, "REQUEST_METHOD", "PUT")).method()).isEqualTo("PUT");
    }

    @ParameterizedTest
    @ValueSource(strings = {"REQUEST_URI", "HTTP_X", "UNKNOWN"})
    void map_3_refusesNulAndLineEnds(String name) {
        for (String bad : List.of("a\0b", "a\nb", "a\r")) {
            assertThat(refusal(with(BARE, name, bad)).status()).as(bad).isEqualTo(400);
        }
        assertThat(refusal(with(BARE, "A\nB", "x")).status()).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"SSL_CLIENT_CERT", "SSL_CLIENT_CERT_CHAIN_0", "SSL_CLIENT_RAW_CERT", "SSL_SERVER_CERT"})
    void map_3_allowsLineFeedsInCertificates(String name) throws Exception {
        assertThat(map(with(BARE, name, "-----BEGIN\n...")).method()).isEqualTo("GET");
    }

    @Test
    void neverPutsPeerBytesIntoMessagesUnescaped() {
        assertThat(refusal("REQUEST_METHOD", "\u001b[31m" + "x".repeat(1000), "REQUEST_URI", "/")
                        .getMessage())
                .contains("\\x1b[31m")
                .hasSizeLessThan(250);
    }

    @ParameterizedTest
    @CsvSource({"HTTP_HOST, HTTP_HOST", "CONTENT_TYPE, HTTP_CONTENT_TYPE"})
    void neverPutsTheOtherOfTwoValuesIntoMessagesUnescaped(String one, String other) {
        assertThat(refusal(with(BARE, one, "\u001b[31m" + "x".repeat(1000), other, "y"))
                        .getMessage())
                .contains("\\x1b[31m")
                .hasSizeLessThan(250);
    }
}
