package dev.fcgi.jetty;

import static dev.fcgi.jetty.Records.get;
import static dev.fcgi.jetty.TestServer.params;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fcgi.core.RecordType;
import dev.fcgi.jetty.FcgiClient.Response;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 3875, section 6.3: the header fields of a response; section 9: those of a request that are secret. */
class CgiHeaderFieldsConformanceTest extends StartedServletTest {
    static final String[][] INJECTIONS = {
        {"X-Field", "a\r\nSet-Cookie: x"},
        {"X-Field", "a\nSet-Cookie: x"},
        {"X-Field", "a\rSet-Cookie: x"},
        {"X-Field", "a\r\n Set-Cookie: x"},
        {"X-Field", "a\r\n\r\nSet-Cookie: x"},
        {"X-Field", "a\0b"},
        {"Location", "http://www.example.test/\r\nSet-Cookie: x"},
        {"Location", "/\r\nSet-Cookie: x"},
        {"Content-Type", "text/plain\r\nSet-Cookie: x"},
        {"X-Field\r\nSet-Cookie", "x"},
        {"X-Field: a\nSet-Cookie", "x"},
        {"X Field", "x"},
        {"", "x"},
        {"X-Fïeld", "x"}
    };

    private static List<String> lines(Response response) {
        return response.head().lines().toList();
    }

    private static void assertLines(Response response) {
        assertThat(response.head()).endsWith("\r\n");
        assertThat(response.head().split("\r\n"))
                .allSatisfy(line -> assertThat(line).matches("[!#$%&'*+.^_`|~0-9A-Za-z-]+: [^\r\n\0]*"))
                .noneMatch(line -> line.toLowerCase(Locale.ROOT).startsWith("set-cookie"));
        assertThat(response.body()).isEqualTo("body");
    }

    @ParameterizedTest
    @FieldSource("INJECTIONS")
    void cgi_6_3_1_nothingOfAFieldBecomesALineOfItsOwn(String name, String value) throws Exception {
        server.on("/field", (request, response, callback) -> {
            response.getHeaders().add(new HttpField(name, value));
            response.write(true, UTF_8.encode("body"), callback);
        });
        on("/field", (request, response) -> {
            response.setHeader(name, value);
            response.getOutputStream().print("body");
        });
        assertLines(exchange(get(1, true, "/field")));
        assertLines(exchange(get(1, true, "/servlet/field")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/field", "/servlet/field"})
    void cgi_6_3_1_aLineEndInAFieldIsCountedAndLogged(String target) throws Exception {
        server.on("/field", (request, response, callback) -> {
            response.getHeaders().add(new HttpField("X-Field", "a\r\nSet-Cookie: x"));
            response.write(true, UTF_8.encode("body"), callback);
        });
        on("/field", (request, response) -> {
            response.setHeader("X-Field", "a\r\nSet-Cookie: x");
            response.getOutputStream().print("body");
        });
        try (LogCapture log = new LogCapture()) {
            assertThat(exchange(get(1, true, target)).head()).contains("X-Field: a  Set-Cookie: x\r\n");
            assertThat(log.text()).contains("a line end or another control character");
        }
        assertThat(server.factory.getResponsesWithControlCharacters()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Status", "status", "STATUS"})
    void cgi_6_3_2_aFieldCalledStatusIsNotSent(String name) throws Exception {
        on("/status", (request, response) -> {
            response.setHeader(name, "200 OK");
            response.addHeader(name, "201");
            response.setStatus(404);
            response.getOutputStream().print("body");
        });
        Response response = exchange(get(1, true, "/servlet/status"));
        assertThat(lines(response))
                .contains("Status: 404 Not Found")
                .filteredOn(line -> line.toLowerCase(Locale.ROOT).startsWith("status:"))
                .hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Location", "Content-Type"})
    void cgi_6_3_2_aCgiFieldIsSentOnce(String name) throws Exception {
        server.on("/twice", (request, response, callback) -> {
            response.setStatus(302);
            response.getHeaders().add(new HttpField(name, "first/value"));
            response.getHeaders().add(new HttpField(name.toLowerCase(Locale.ROOT), "second/value"));
            callback.succeeded();
        });
        assertThat(lines(exchange(get(1, true, "/twice"))))
                .filteredOn(line -> line.toLowerCase(Locale.ROOT).startsWith(name.toLowerCase(Locale.ROOT) + ":"))
                .containsExactly(name + ": first/value");
    }

    @ParameterizedTest
    @CsvSource({
        "200, OK",
        "299, Success",
        "304, Not Modified",
        "399, Redirection",
        "404, Not Found",
        "499, Client Error",
        "599, Server Error",
        "999, Unknown"
    })
    void cgi_6_3_3_1_aReasonIsAlwaysSent(int status, String reason) throws Exception {
        on("/status", (request, response) -> response.setStatus(status));
        assertThat(exchange(get(1, true, "/servlet/status")).head())
                .startsWith("Status: " + status + " " + reason + "\r\n");
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 99, 1000, 65_736})
    void cgi_6_3_3_1_theServletApiRefusesOtherStatuses(int status) throws Exception {
        on("/status", (request, response) -> {
            assertThatThrownBy(() -> response.setStatus(status)).isInstanceOf(IllegalArgumentException.class);
            response.getOutputStream().print("refused");
        });
        assertThat(exchange(get(1, true, "/servlet/status")).body()).isEqualTo("refused");
    }

    @ParameterizedTest
    @CsvSource({
        "Connection, close",
        "Connection, keep-alive",
        "Keep-Alive, timeout=5",
        "Proxy-Connection, close",
        "Transfer-Encoding, chunked",
        "TE, trailers",
        "Trailer, X-Field",
        "Upgrade, h2c",
        "connection, close"
    })
    void cgi_6_3_4_1_fieldsAboutTheConnectionAreNotSent(String name, String value) throws Exception {
        on("/connection", (request, response) -> {
            response.setHeader(name, value);
            response.getOutputStream().print("body");
        });
        Response response = exchange(get(1, true, "/servlet/connection"));
        assertThat(response.text())
                .isEqualTo("Status: 200 OK\r\nContent-Length: 4\r\n"
                        + "Content-Type: application/octet-stream\r\n\r\nbody");
    }

    @Test
    void cgi_6_3_4_2_aBodyOfUnknownLengthIsSentAsItIs() throws Exception {
        on("/stream", (request, response) -> {
            for (int i = 0; i < 5; i++) {
                response.getOutputStream().print("piece " + i + "\n");
                response.flushBuffer();
            }
        });
        Response response = exchange(get(1, true, "/servlet/stream"));
        assertThat(response.body()).isEqualTo("piece 0\npiece 1\npiece 2\npiece 3\npiece 4\n");
        assertThat(response.head()).doesNotContain("Transfer-Encoding").doesNotContain("Content-Length");
    }

    @Test
    void cgi_6_3_4_3_expectIsHiddenAndNotAnswered() throws Exception {
        on("/expect", (request, response) -> {
            String body = new String(request.getInputStream().readAllBytes(), UTF_8);
            response.getOutputStream().print(request.getHeader("Expect") + " " + body);
        });
        try (FcgiClient client = server.connect()) {
            client.write(new Records()
                    .begin(1, true)
                    .params(1, params("POST", "/servlet/expect", "HTTP_EXPECT", "100-continue"))
                    .bytes());
            server.awaitRead(client);
            assertNothingFollows(client);
            client.write(new Records().stdin(1, "body").end(RecordType.STDIN, 1).bytes());
            Response response = client.response(1);
            assertThat(response.head()).startsWith("Status: 200 OK\r\n");
            assertThat(response.body()).isEqualTo("null body");
            assertServes(client);
        }
    }

    @Test
    void cgi_6_3_4_3_interimResponsesAreNotSent() throws Exception {
        server.on("/hints", (request, response, callback) -> {
            HttpFields hints = HttpFields.build().put("Link", "</style.css>");
            response.writeInterim(HttpStatus.EARLY_HINTS_103, hints)
                    .thenCompose(x -> response.writeInterim(HttpStatus.PROCESSING_102, HttpFields.EMPTY))
                    .get(20, TimeUnit.SECONDS);
            response.write(true, UTF_8.encode("final"), callback);
        });
        assertThat(exchange(get(1, true, "/hints")).text())
                .isEqualTo("Status: 200 OK\r\nContent-Length: 5\r\n"
                        + "Content-Type: application/octet-stream\r\n\r\nfinal");
    }

    @ParameterizedTest
    @CsvSource({
        "X-Accel-Redirect, /internal",
        "X-Sendfile, /etc/passwd",
        "X-SENDFILE2, /etc/passwd 0-",
        "X-LIGHTTPD-send-file, /etc/passwd",
        "X-LIGHTTPD-send-tempfile, /tmp/x",
        "X-Reproxy-URL, http://internal/",
        "X-CGI-Local-Redirect, /internal"
    })
    void cgi_6_3_5_1_ordersToTheFrontEndAreSentOnlyWhenAllowed(String name, String value) throws Exception {
        on("/field", (request, response) -> response.setHeader(name, value));
        assertThat(exchange(get(1, true, "/servlet/field")).head()).doesNotContainIgnoringCase(name);
        server.factory.setFileOrders(true);
        assertThat(exchange(get(1, true, "/servlet/field")).head()).contains(name + ": " + value + "\r\n");
    }

    @ParameterizedTest
    @CsvSource({"X-Accel-Buffering, no", "X-Accel-Expires, 60", "X-Accel-Limit-Rate, 1000", "X-Accel-Charset, utf-8"})
    void cgi_6_3_5_1_otherFieldsForNginxPass(String name, String value) throws Exception {
        on("/field", (request, response) -> response.setHeader(name, value));
        assertThat(exchange(get(1, true, "/servlet/field")).head()).contains(name + ": " + value + "\r\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"HTTP_AUTHORIZATION", "HTTP_COOKIE", "HTTP_PROXY_AUTHORIZATION", "REDIRECT_HTTP_AUTHORIZATION"})
    void cgi_9_1_credentialsAreNeitherLoggedNorShown(String name) throws Exception {
        on("/throw", (request, response) -> {
            throw new IllegalStateException("on purpose");
        });
        on("/send-error", (request, response) -> response.sendError(HttpServletResponse.SC_FORBIDDEN));
        try (ServerLog log = ServerLog.withDebug();
                FcgiClient client = server.connect()) {
            for (String target :
                    List.of("/hello", "/none", "/throw", "/servlet/throw", "/servlet/send-error", "/%2F")) {
                for (String value : List.of("s3cr3t", "s3cr3t\0", "s3cr3t\n", "s3cr3t" + "x".repeat(140_000))) {
                    client.write(
                            get(1, true, params("GET", target, name, value)).bytes());
                    assertThat(client.response(1).text()).doesNotContain("s3cr3t");
                }
            }
            client.close();
            server.awaitNoConnections();
            assertThat(log.text())
                    .contains("contains NUL")
                    .contains("on purpose")
                    .doesNotContain("s3cr3t");
        }
    }
}
