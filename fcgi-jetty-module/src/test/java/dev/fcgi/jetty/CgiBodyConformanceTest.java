package dev.fcgi.jetty;

import static dev.fcgi.jetty.Records.get;
import static dev.fcgi.jetty.Records.post;
import static dev.fcgi.jetty.TestServer.params;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fcgi.core.RecordType;
import dev.fcgi.jetty.FcgiClient.Response;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 3875: the length of a request's body (section 4.2) and of a response's (section 6.4). */
class CgiBodyConformanceTest extends StartedServletTest {
    @ParameterizedTest
    @ValueSource(ints = {0, 2, 5})
    void cgi_4_2_1_noMoreThanContentLengthIsRead(int read) throws Exception {
        on(
                "/read",
                (request, response) -> response.getOutputStream()
                        .write(request.getInputStream().readNBytes(read)));
        try (FcgiClient client = server.connect()) {
            client.write(new Records()
                    .begin(1, true)
                    .params(1, params("POST", "/servlet/read", "CONTENT_LENGTH", "5"))
                    .stdin(1, "12345678")
                    .end(RecordType.STDIN, 1)
                    .bytes());
            assertThat(client.response(1).body()).isEqualTo("12345".substring(0, read));
            client.write(post(1, true, "/echo", "its own".getBytes(ISO_8859_1)).bytes());
            assertThat(client.response(1).body()).isEqualTo("its own");
        }
    }

    @ParameterizedTest
    @CsvSource({"GET, 204, false", "GET, 304, true", "HEAD, 200, true"})
    void cgi_6_4_1_aResponseWithoutABodyHasNone(String method, int status, boolean length) throws Exception {
        server.on("/none", (request, response, callback) -> {
            response.setStatus(status);
            response.getHeaders().put(HttpHeader.CONTENT_LENGTH, 4);
            response.write(true, UTF_8.encode("body"), callback);
        });
        Response response = exchange(get(1, true, params(method, "/none")));
        assertThat(response.body()).isEmpty();
        assertThat(response.head().contains("Content-Length: 4\r\n")).isEqualTo(length);
    }

    private void assertCut(String target, String reason) throws Exception {
        try (ServerLog log = ServerLog.withDebug();
                FcgiClient client = server.connect()) {
            client.write(get(1, true, target).bytes());
            assertThatThrownBy(() -> client.response(1))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("reset");
            server.awaitNoConnections();
            assertThat(log.text()).contains(reason);
        }
    }

    @Test
    void cgi_6_4_1_aBodyThatIsTooShortIsACut() throws Exception {
        assertCut("/short", "the body has 5 bytes, Content-Length is 100");
    }

    @Test
    void cgi_6_4_1_aBodyThatIsTooLongIsACut() throws Exception {
        server.on("/long", (request, response, callback) -> {
            response.getHeaders().put(HttpHeader.CONTENT_LENGTH, 10);
            Callback more =
                    Callback.from(() -> response.write(true, ByteBuffer.allocate(100), callback), callback::failed);
            response.write(false, UTF_8.encode("begin"), more);
        });
        assertCut("/long", "written 105 > 10 content-length");
    }

    @ParameterizedTest
    @CsvSource({"100, Insufficient content written 10 < 100", "7, too much content written"})
    void cgi_6_4_1_aBodyOfAServletWithAWrongLengthIsACut(int length, String reason) throws Exception {
        on("/wrong", (request, response) -> {
            response.setContentLength(length);
            response.getOutputStream().print("begin");
            response.flushBuffer();
            response.getOutputStream().print(" end.");
        });
        assertCut("/servlet/wrong", reason);
    }

    /** Nothing is sent yet: the failure can be told as one. */
    @ParameterizedTest
    @ValueSource(ints = {5, 200})
    void cgi_6_4_1_aWrongLengthBeforeTheHeadIs500(int length) throws Exception {
        server.on("/wrong", (request, response, callback) -> {
            response.getHeaders().put(HttpHeader.CONTENT_LENGTH, length);
            response.write(true, ByteBuffer.allocate(100), callback);
        });
        assertThat(exchange(get(1, true, "/wrong")).head()).startsWith("Status: 500 Server Error\r\n");
    }
}
