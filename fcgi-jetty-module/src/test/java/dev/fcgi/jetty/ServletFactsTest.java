package dev.fcgi.jetty;

import static dev.fcgi.jetty.Records.get;
import static dev.fcgi.jetty.TestServer.params;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fcgi.core.RecordType;
import dev.fcgi.servlet.TrustPolicy;
import jakarta.servlet.http.HttpServletRequest;
import java.io.InputStream;
import java.security.cert.X509Certificate;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What servlets see of the front end's variables. */
class ServletFactsTest extends StartedServletTest {
    /** What a servlet tells of its request. */
    interface Facts {
        Object of(HttpServletRequest request) throws Exception;
    }

    private @Nullable Facts facts;

    private String see(Facts facts, String... variables) throws Exception {
        if (this.facts == null) {
            on(
                    "/see/*",
                    (request, response) -> response.getWriter()
                            .print(Objects.requireNonNull(this.facts).of(request)));
        }
        this.facts = facts;
        return exchange(params("GET", "/servlet/see/x", variables)).body();
    }

    /** Without the look at the connection afterwards, which needs a path that no mount takes away. */
    private FcgiClient.Response exchange(Map<String, String> params) throws Exception {
        try (FcgiClient client = server.connect()) {
            return client.write(get(1, true, params).bytes()).response(1);
        }
    }

    private void settings(String... settings) {
        Map<String, String> all = new HashMap<>();
        for (int i = 0; i < settings.length; i += 2) {
            all.put(settings[i], settings[i + 1]);
        }
        server.factory.setTrustPolicy(TrustPolicy.parse(all));
    }

    private static String path(HttpServletRequest request) {
        return String.join(
                " ",
                request.getContextPath(),
                request.getServletPath(),
                String.valueOf(request.getPathInfo()),
                request.getRequestURI(),
                request.getRequestURL());
    }

    @ParameterizedTest(name = "{0} {1} {2}")
    @CsvSource({
        "/servlet/see/x%20y?q, /servlet, /see/x y, /x y",
        "/servlet/see/x%20y?q, /servlet/see/x y, '', /x y",
        "/servlet/see/x%20y, '', /servlet/see/x y, /x y",
        "/servlet/see/x%20y, /servlet/see, /x y, /x y",
        "/servlet/see/x%20y, /, /servlet/see/x y, /x y",
        "/servlet/see/x%20y, /servlet/see/x y, /servlet/see/x y, /x y",
        "/servlet/see/x%20y, /x.fcgi, /servlet/see/x y, /x y",
        "/servlet/see/x;jsessionid=1, /servlet, /see/x;jsessionid=1, /x",
        "/servlet/see, /servlet, /see, null",
        "/servlet/see/, /servlet, /see/, /",
        "/servlet/see/%C3%A9, /servlet, /see/\u00C3\u00A9, /\u00E9"
    })
    void map_13_16_thePathIsThatOfTheRequestUri(
            String requestUri, String scriptName, String pathInfo, String expectedPathInfo) throws Exception {
        String raw = requestUri.replaceAll("\\?.*", "");
        assertThat(see(
                        ServletFactsTest::path,
                        "REQUEST_URI",
                        requestUri,
                        "SCRIPT_NAME",
                        scriptName,
                        "PATH_INFO",
                        pathInfo))
                .isEqualTo("/servlet /see " + expectedPathInfo + " " + raw + " http://www.example.test" + raw);
    }

    @Test
    void map_13_16_thePathMayComeFromScriptNameAndPathInfo() throws Exception {
        assertThat(see(ServletFactsTest::path, "REQUEST_URI", "", "SCRIPT_NAME", "/servlet", "PATH_INFO", "/see/a b"))
                .isEqualTo("/servlet /see /a b /servlet/see/a%20b http://www.example.test/servlet/see/a%20b");
        settings("pathSource", "script-path");
        assertThat(see(ServletFactsTest::path, "REQUEST_URI", "/ext/servlet/see/x", "SCRIPT_NAME", "/servlet/see/x"))
                .isEqualTo("/servlet /see /x /servlet/see/x http://www.example.test/servlet/see/x");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/servlet/see/a%2Fb",
                "/servlet/see/a%5Cb",
                "/servlet/see//b",
                "/servlet/see/%2e%2e/b",
                "/servlet/see/a%00b",
                "/servlet/see/..;/b",
                "/servlet/see/%FF",
                "/../servlet/see"
            })
    void map_17_p_9_anAmbiguousPathIsRefusedAsOverHttp(String requestUri) throws Exception {
        on("/see/*", (request, response) -> response.getWriter().print("seen"));
        String head = exchange(get(1, true, params("GET", requestUri, "PATH_INFO", "/servlet/see/x")))
                .head();
        assertThat(head).startsWith("Status: 400 Bad Request\r\n");
    }

    @Test
    void map_17_p_9_theContainerResolvesDotSegments() throws Exception {
        assertThat(see(HttpServletRequest::getPathInfo, "REQUEST_URI", "/servlet/x/../see/./a"))
                .isEqualTo("/a");
    }

    @Test
    void map_4_37_equalHeadersStayApart() throws Exception {
        on("/see/*", (request, response) -> response.getWriter().print(Collections.list(request.getHeaders("X-Foo"))));
        Records records = new Records()
                .begin(1, true).stream(RecordType.PARAMS, 1, Records.encode(Map.of("HTTP_X_FOO", "1, 2")))
                        .params(1, params("GET", "/servlet/see", "HTTP_X_FOO", "3"))
                        .end(RecordType.STDIN, 1);
        assertThat(exchange(records).body()).isEqualTo("[1, 2, 3]");
    }

    @Test
    void map_31_anUnderscoreOfAHeaderIsAHyphen() throws Exception {
        assertThat(see(request -> request.getHeader("X-User") + request.getHeader("X_User"), "HTTP_X_USER", "a"))
                .isEqualTo("anull");
    }

    @Test
    void map_33_hostAndUriAgree() throws Exception {
        assertThat(see(
                        request -> request.getHeader("Host") + " " + request.getRequestURL(),
                        "SERVER_SOFTWARE",
                        "nginx/1.22.1",
                        "SERVER_PORT",
                        "8080"))
                .isEqualTo("www.example.test:8080 http://www.example.test:8080/servlet/see/x");
    }

    @Test
    void map_38_tooManyHeadersAre431() throws Exception {
        Map<String, String> params = params("GET", "/servlet/see");
        IntStream.range(0, 1000).forEach(i -> params.put("HTTP_X_" + i, ""));
        assertThat(exchange(get(1, true, params)).head()).startsWith("Status: 431 ");
    }

    @Test
    void tlsIsWhatTheFrontEndSays() throws Exception {
        String certificate = resource("alice.pem");
        Facts facts = request -> String.join(
                " ",
                request.getScheme(),
                String.valueOf(request.isSecure()),
                String.valueOf(request.getAttribute("jakarta.servlet.request.secure_protocol")),
                String.valueOf(request.getAttribute("jakarta.servlet.request.cipher_suite")),
                String.valueOf(request.getAttribute("jakarta.servlet.request.key_size")),
                String.valueOf(request.getAttribute("jakarta.servlet.request.ssl_session_id")),
                subject(request));
        String[] tls = {
            "HTTPS", "on",
            "SSL_PROTOCOL", "TLSv1.3",
            "SSL_CIPHER", "TLS_AES_256_GCM_SHA384",
            "SSL_CIPHER_USEKEYSIZE", "256",
            "SSL_SESSION_ID", "f2a0",
            "SSL_CLIENT_CERT", certificate,
            "SSL_CLIENT_VERIFY", "SUCCESS"
        };
        assertThat(see(facts, tls)).isEqualTo("https true TLSv1.3 TLS_AES_256_GCM_SHA384 256 f2a0 CN=Alice Client");
        tls[1] = "off";
        assertThat(see(facts, tls)).isEqualTo("http false null null null null null");
    }

    private static String resource(String name) throws Exception {
        try (InputStream in = Objects.requireNonNull(ServletFactsTest.class.getResourceAsStream("/" + name))) {
            return new String(in.readAllBytes(), US_ASCII);
        }
    }

    private static String subject(HttpServletRequest request) {
        Object chain = request.getAttribute("jakarta.servlet.request.X509Certificate");
        return chain instanceof X509Certificate[] certificates
                ? certificates[0].getSubjectX500Principal().getName().replaceAll(".*(CN=[^,+]*).*", "$1")
                : String.valueOf(chain);
    }

    @Test
    void aCertificateThatCannotBeReadIsSaidOnce() throws Exception {
        try (LogCapture log = new LogCapture()) {
            for (int i = 0; i < 2; i++) {
                assertThat(see(
                                ServletFactsTest::subject,
                                "HTTPS",
                                "on",
                                "SSL_CLIENT_CERT",
                                "rubbish",
                                "SSL_CLIENT_VERIFY",
                                "SUCCESS"))
                        .isEqualTo("null");
            }
            assertThat(log.text()).containsOnlyOnce("A client certificate was sent that is neither PEM");
        }
        assertThat(server.factory.getNotices()).isEqualTo(Map.of("CLIENT_CERTIFICATE_UNREADABLE", 2L));
    }

    @Test
    void map_12_aRewrittenPathIsSaidOnceAndCounted() throws Exception {
        try (LogCapture log = new LogCapture()) {
            for (int i = 0; i < 3; i++) {
                see(HttpServletRequest::getPathInfo, "SCRIPT_NAME", "/index.php");
            }
            assertThat(log.text()).containsOnlyOnce("the front end has rewritten it");
        }
        assertThat(server.factory.getNotices()).isEqualTo(Map.of("PATH_REWRITTEN", 3L));
    }

    @Test
    void p_3_attributesAreWhatIsListed() throws Exception {
        Facts facts = request -> request.getAttribute("UNIQUE_ID") + " "
                + request.getAttribute("SHIB_MAIL") + " "
                + request.getAttribute("jakarta.servlet.include.request_uri") + " "
                + request.getAttribute("dev.fcgi.variables");
        String[] variables = {"UNIQUE_ID", "u1", "SHIB_MAIL", "a@a.test", "jakarta.servlet.include.request_uri", "/x"};
        assertThat(see(facts, variables)).isEqualTo("null null null null");
        settings("attributes", "UNIQUE_ID,S*,j*");
        assertThat(see(facts, variables)).isEqualTo("u1 a@a.test null null");
        settings("variables", "on");
        assertThat(see(facts, variables)).startsWith("null null null {").contains("SHIB_MAIL=a@a.test");
    }

    @Test
    void p_7_nothingOfTheFrontEndStaysForTheNextRequest() throws Exception {
        settings("attributes", "UNIQUE_ID");
        on("/see/*", (request, response) -> response.getWriter().print(request.getAttribute("UNIQUE_ID")));
        try (FcgiClient client = server.connect()) {
            client.write(get(1, true, params("GET", "/servlet/see", "UNIQUE_ID", "u1"))
                    .bytes());
            assertThat(client.response(1).body()).isEqualTo("u1");
            client.write(get(1, true, params("GET", "/servlet/see")).bytes());
            assertThat(client.response(1).body()).isEqualTo("null");
        }
    }

    /** What serves one request after the other has forgotten the one, which has not become the other. */
    @Test
    void p_7_aRequestThatIsUsedTooLateIsNotTheNext() throws Exception {
        AtomicReference<HttpServletRequest> kept = new AtomicReference<>();
        on("/keep/*", (request, response) -> kept.set(request));
        on("/tell/*", (request, response) -> {
            HttpServletRequest late = Objects.requireNonNull(kept.get());
            response.getWriter()
                    .print(Stream.<Supplier<Object>>of(
                                    late::getRemoteAddr, () -> late.getHeader("X"), late::isSecure, late::getRequestURI)
                            .map(ServletFactsTest::nothingOr)
                            .toList());
        });
        try (FcgiClient client = server.connect()) {
            client.write(get(1, true, params("GET", "/servlet/keep", "REMOTE_ADDR", "192.0.2.1", "HTTP_X", "one"))
                    .bytes());
            client.response(1);
            client.write(get(
                            1,
                            true,
                            params("GET", "/servlet/tell", "REMOTE_ADDR", "192.0.2.2", "HTTP_X", "two", "HTTPS", "on"))
                    .bytes());
            assertThat(client.response(1).body())
                    .matches("\\[(192.0.2.1|null|nothing), (one|nothing), (false|nothing), (/servlet/keep|nothing)]");
        }
    }

    private static Object nothingOr(Supplier<Object> fact) {
        try {
            return fact.get();
        } catch (NullPointerException | IllegalStateException x) { // Jetty has taken the request apart
            return "nothing";
        }
    }

    @Test
    void p_2_aRequestWithoutTheSecretReachesNobody() throws Exception {
        settings("secret", "0123456789abcdef");
        int before = server.handled.get();
        try (LogCapture log = new LogCapture();
                FcgiClient client = server.connect()) {
            client.write(get(1, true, "/hello").bytes());
            assertThat(client.response(1).head()).startsWith("Status: 403 Forbidden\r\n");
            client.write(get(1, true, params("GET", "/hello", "FASTCGI_SECRET", "0123456789abcdeg"))
                    .bytes());
            assertThat(client.response(1).head()).startsWith("Status: 403 Forbidden\r\n");
            assertThat(server.handled).hasValue(before);
            client.write(get(1, true, params("GET", "/hello", "FASTCGI_SECRET", "0123456789abcdef"))
                    .bytes());
            assertThat(client.response(1).body()).isEqualTo("hello");
            assertThat(log.text()).containsOnlyOnce("A request came without the secret");
        }
    }

    @Test
    void p_2_theSecretIsAskedOfEachMultiplexedRequest() throws Exception {
        restart(server -> server.factory.setMultiplexing(true));
        settings("secret", "0123456789abcdef");
        try (FcgiClient client = server.connect()) {
            client.write(get(1, true, params("GET", "/wait", "FASTCGI_SECRET", "0123456789abcdef"))
                    .bytes());
            client.write(get(2, true, "/hello").bytes());
            assertThat(client.response(2).head()).startsWith("Status: 403 Forbidden\r\n");
            server.latch("go").countDown();
            assertThat(client.response(1).body()).isEqualTo("waited");
        }
    }

    @ParameterizedTest(name = "{0}: {1} is {2}")
    @CsvSource({
        "/wiki=/servlet, /there, http://www.example.test/there",
        "/wiki=/servlet, /servlet/there?a=/servlet, http://www.example.test/wiki/there?a=/servlet",
        "/wiki=/servlet, /wiki/there, http://www.example.test/wiki/there",
        "/wiki=/servlet, /servlets, http://www.example.test/servlets",
        "/wiki=/servlet, http://www.example.test/servlet/there, http://www.example.test/wiki/there",
        "/wiki=/servlet, http://other.test/servlet/there, http://other.test/servlet/there",
        "/=/servlet, /servlet, http://www.example.test/"
    })
    void map_14_aRedirectOfTheContainerIsPublic(String mount, String location, String sent) throws Exception {
        settings("mount", mount);
        on("/see/*", (request, response) -> response.sendRedirect(location));
        String path = mount.startsWith("/wiki") ? "/wiki/see" : "/see";
        assertThat(exchange(params("GET", path)).head()).startsWith("Location: " + sent + "\r\n");
    }

    @Test
    void map_14_cookiesHaveThePublicPath() throws Exception {
        settings("mount", "/wiki=/servlet");
        on("/see/*", (request, response) -> {
            response.addHeader("Set-Cookie", "a=/servlet; Path=/servlet; HttpOnly");
            response.addHeader("Set-Cookie", "b=1; path=/servlet/x");
            response.addHeader("Set-Cookie", "c=1; Path=/wiki");
            response.addHeader("Set-Cookie", "d=1; Path=/");
            response.addHeader("Set-Cookie", "e=1");
        });
        assertThat(exchange(params("GET", "/wiki/see")).head())
                .contains(
                        "Set-Cookie: a=/servlet; Path=/wiki; HttpOnly\r\n",
                        "Set-Cookie: b=1; path=/wiki/x\r\n",
                        "Set-Cookie: c=1; Path=/wiki\r\n",
                        "Set-Cookie: d=1; Path=/\r\n",
                        "Set-Cookie: e=1\r\n");
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({"/wiki=/, /wiki", "script-name, /wiki"})
    void map_14_15_aMountWithoutItsSlashIsRedirected(String mount, String requestUri) throws Exception {
        settings("mount", mount);
        int before = server.handled.get();
        try (FcgiClient client = server.connect()) {
            client.write(get(1, true, params("GET", requestUri + "?a=b", "SCRIPT_NAME", "/wiki"))
                    .bytes());
            assertThat(client.response(1).head())
                    .startsWith("Location: http://www.example.test/wiki/?a=b\r\nStatus: 302 Found\r\n");
            assertThat(server.handled).hasValue(before);
            client.write(get(1, true, params("GET", "/wiki/hello", "SCRIPT_NAME", "/wiki", "PATH_INFO", "/hello"))
                    .bytes());
            assertThat(client.response(1).body()).isEqualTo("hello");
        }
    }

    @Test
    void map_14_whatIsBelowNoMountIs404() throws Exception {
        settings("mount", "/wiki=/");
        try (FcgiClient client = server.connect()) {
            client.write(get(1, true, params("GET", "/hello")).bytes());
            assertThat(client.response(1).head()).startsWith("Status: 404 Not Found\r\n");
        }
    }
}
