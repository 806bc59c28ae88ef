package dev.fcgi.jetty;

import static dev.fcgi.jetty.Records.get;
import static dev.fcgi.jetty.TestServer.params;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fcgi.core.RecordHeader;
import dev.fcgi.core.RecordType;
import dev.fcgi.jetty.FcgiClient.Response;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.http.HttpHeader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 3875: the methods of a request (section 4.3), the forms of a response (sections 6.1 and 6.2). */
class CgiResponseConformanceTest extends StartedServletTest {
    @ParameterizedTest
    @CsvSource({"5, false", "5, true", "1048576, false", "1048576, true"})
    void cgi_4_3_1_headGivesTheHeadOfGet(int length, boolean announced) throws Exception {
        on("/body", (request, response) -> {
            response.setContentType("application/x-body");
            response.setHeader("X-Field", "value");
            if (announced) {
                response.setContentLength(length);
            }
            for (int left = length; left > 0; left -= Math.min(left, 5000)) {
                response.getOutputStream().write(new byte[Math.min(left, 5000)]);
            }
        });
        Response ofGet = exchange(get(1, true, "/servlet/body"));
        Response ofHead = exchange(get(1, true, params("HEAD", "/servlet/body")));
        assertThat(ofGet.body()).hasSize(length);
        assertThat(ofHead.text()).isEqualTo(ofGet.head() + "\r\n");
        if (announced) {
            assertThat(ofHead.head()).contains("Content-Length: " + length + "\r\n");
        }
    }

    @Test
    void cgi_4_3_1_headGivesTheHeadOfGetWithoutAServlet() throws Exception {
        Response ofHead = exchange(get(1, true, params("HEAD", "/hello")));
        assertThat(ofHead.text()).isEqualTo("Status: 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 5\r\n\r\n");
    }

    /** Has GET only, as most servlets. */
    private static final class GetServlet extends HttpServlet {
        private static final long serialVersionUID = 1L;

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            response.getOutputStream().print("got");
        }
    }

    /** With a body for POST only, as Jetty's error handler has it over HTTP too. */
    @ParameterizedTest
    @CsvSource({"POST, 405", "PUT, 405", "DELETE, 405", "PROPFIND, 501", "QUERY, 501", "FOO, 501", "get, 501"})
    void cgi_4_3_2_aMethodThatIsNotSupportedIs405Or501(String method, int status) throws Exception {
        on("/get", new GetServlet());
        Response response = exchange(get(1, true, params(method, "/servlet/get")));
        assertThat(response.head()).startsWith("Status: " + status + " ");
        assertThat(response.body().isEmpty()).isEqualTo(!method.equals("POST"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PROPFIND", "QUERY", "FOO", "get", "a!#$%&'*+-.^_`|~9"})
    void cgi_4_3_2_anyTokenReachesTheApplication(String method) throws Exception {
        on("/method", (request, response) -> response.getOutputStream().print(request.getMethod()));
        assertThat(exchange(get(1, true, params(method, "/servlet/method"))).body())
                .isEqualTo(method);
    }

    @ParameterizedTest
    @ValueSource(strings = {"G\u0001T", "G T", "GET\t", "G/T", "GÉT", "GET\u007F"})
    void cgi_4_3_2_aMethodThatIsNoTokenIs400(String method) throws Exception {
        on("/method", (request, response) -> server.latch("run").countDown());
        assertThat(exchange(get(1, true, params(method, "/servlet/method"))).head())
                .startsWith("Status: 400 Bad Request\r\n");
        assertThat(server.latch("run").getCount()).isEqualTo(1);
    }

    /** {@return the STDOUT records of a response, as they were sent} */
    private List<String> stdoutRecords(Records records) throws IOException {
        byte[] bytes;
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.connector.getLocalPort())) {
            socket.setSoTimeout((int) FcgiClient.DEADLINE_MILLIS);
            socket.getOutputStream().write(records.bytes());
            bytes = socket.getInputStream().readAllBytes();
        }
        List<String> contents = new ArrayList<>();
        for (ByteBuffer in = ByteBuffer.wrap(bytes); in.hasRemaining(); ) {
            RecordHeader header = RecordHeader.read(in);
            byte[] content = new byte[header.contentLength()];
            in.get(content).position(in.position() + header.paddingLength());
            if (header.type() == RecordType.STDOUT) {
                contents.add(new String(content, ISO_8859_1));
            }
        }
        return contents;
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 201, 202, 204, 206, 299, 301, 304, 400, 404, 410, 500, 503, 599, 999})
    void cgi_6_1_1_theHeadIsOneRecordWithEveryStatus(int status) throws Exception {
        server.on("/status", (request, response, callback) -> {
            response.setStatus(status);
            callback.succeeded();
        });
        assertThat(stdoutRecords(get(1, false, "/status"))).hasSize(2).last().isEqualTo("");
        assertThat(stdoutRecords(get(1, false, "/status")).get(0))
                .startsWith("Status: " + status + " ")
                .containsOnlyOnce("\r\n\r\n")
                .endsWith("\r\n\r\n");
    }

    @Test
    void cgi_6_1_1_aLargeHeadIsOneRecordWithWhatFitsOfTheBody() throws Exception {
        server.on("/large-head", (request, response, callback) -> {
            for (int i = 0; i < 200; i++) {
                response.getHeaders().put("X-Field-" + i, "v".repeat(200));
            }
            response.write(true, ByteBuffer.allocate(100_000), callback);
        });
        List<String> records = stdoutRecords(get(1, false, "/large-head"));
        assertThat(records).hasSize(4);
        assertThat(records.get(0)).contains("X-Field-199").contains("\r\n\r\n\0");
        assertThat(String.join("", records).split("\r\n\r\n", 2)[1]).hasSize(100_000);
    }

    @ParameterizedTest
    @CsvSource({"/run, false", "/hello, true", "/status?s=302, true", "/nothing, true"})
    void cgi_6_2_1_statusIsAlwaysSent(String target, boolean hasType) throws Exception {
        server.on("/run", (request, response, callback) -> callback.succeeded());
        Response response = exchange(get(1, true, target));
        assertThat(response.head()).containsPattern("(?m)^Status: [0-9]{3} .+$");
        assertThat(response.head().contains("Content-Type: ")).isEqualTo(hasType);
    }

    @Test
    void cgi_6_2_1_1_aBodyWithoutATypeGetsTheDefault() throws Exception {
        assertThat(exchange(get(1, true, "/no-type")).head()).contains("Content-Type: application/octet-stream\r\n");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void cgi_6_2_1_1_aBodyOfAServletWithoutATypeGetsTheDefault(boolean writer) throws Exception {
        on("/no-type", (request, response) -> {
            if (writer) {
                response.getWriter().print("<html>");
            } else {
                response.getOutputStream().print("<html>");
            }
        });
        assertThat(exchange(get(1, true, "/servlet/no-type")).head())
                .contains("Content-Type: application/octet-stream\r\n")
                .doesNotContain("text/html");
    }

    @ParameterizedTest
    @CsvSource({
        "/x, http://www.example.test/x",
        "x?y=1, http://www.example.test/servlet/x?y=1",
        "http://other.example.test/x, http://other.example.test/x"
    })
    void cgi_6_2_2_1_aRedirectIsNeverInternal(String location, String sent) throws Exception {
        on("/redirect", (request, response) -> response.sendRedirect(location));
        assertThat(exchange(get(1, true, "/servlet/redirect")).head())
                .startsWith("Location: " + sent + "\r\nStatus: 302 Found\r\n");
    }

    @Test
    void cgi_6_2_2_1_aRelativeRedirectKeepsItsStatus() throws Exception {
        server.factory.getHttpConfiguration().setRelativeRedirectAllowed(true);
        on("/redirect", (request, response) -> response.sendRedirect("/x"));
        assertThat(exchange(get(1, true, "/servlet/redirect")).head())
                .startsWith("Location: /x\r\nStatus: 302 Found\r\n");
    }

    @ParameterizedTest
    @CsvSource({"www.example.test, http://www.example.test/there", "h.test:8080, http://h.test:8080/there"})
    void cgi_6_2_2_1_aLocalLocationWithStatus200IsMadeAbsolute(String host, String sent) throws Exception {
        Map<String, String> params = params("GET", "/status?s=200", "HTTP_HOST", host);
        assertThat(exchange(get(1, true, params)).head()).startsWith("Location: " + sent + "\r\nStatus: 200 OK\r\n");
        params = params("GET", "/status?s=201", "HTTP_HOST", host);
        assertThat(exchange(get(1, true, params)).head()).startsWith("Location: /there\r\nStatus: 201 Created\r\n");
    }

    @ParameterizedTest
    @CsvSource({
        "301, Moved Permanently",
        "302, Found",
        "303, See Other",
        "307, Temporary Redirect",
        "308, Permanent Redirect"
    })
    void cgi_6_2_3_1_aRedirectKeepsItsCode(int code, String reason) throws Exception {
        on("/redirect", (request, response) -> response.sendRedirect("/there?a=b", code));
        assertThat(exchange(get(1, true, "/servlet/redirect")).head())
                .startsWith("Location: http://www.example.test/there?a=b\r\nStatus: " + code + " " + reason + "\r\n");
    }

    @Test
    void cgi_6_2_4_1_aRedirectMayHaveADocument() throws Exception {
        server.on("/page", (request, response, callback) -> {
            response.setStatus(302);
            response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/html");
            response.getHeaders().put(HttpHeader.LOCATION, "http://www.example.test/there");
            response.write(true, UTF_8.encode("<a href='/there'>there</a>"), callback);
        });
        assertThat(exchange(get(1, true, "/page")).text())
                .isEqualTo("Location: http://www.example.test/there\r\nStatus: 302 Found\r\n"
                        + "Content-Type: text/html\r\nContent-Length: 26\r\n\r\n<a href='/there'>there</a>");
    }
}
