package dev.fcgi.jetty;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** FastCGI 1.0, appendix B: typical protocol message flows, byte for byte. */
class TranscriptsConformanceTest extends StartedServerTest {
    @BeforeEach
    void publish() {
        server.on("/page", (request, response, callback) -> html(response, "<html>\n<head> ... \n", callback));
    }

    private static void html(Response response, String text, Callback callback) {
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/html");
        response.write(true, ISO_8859_1.encode(text), callback);
    }

    @Test
    void fcgi_B_1_aRequestWithoutABody() throws Exception {
        try (FcgiClient client = server.connect()) {
            Transcript.play(client, """
                    > 01 01 0001 0008 00 00  0001 00 0000000000
                    > 01 04 0001 004f 01 00  0b 02 "SERVER_PORT" "80"  0b 0e "SERVER_ADDR" "199.170.183.42"
                      0e 03 "REQUEST_METHOD" "GET"  0b 05 "REQUEST_URI" "/page"  00
                    > 01 04 0001 0000 00 00
                    > 01 05 0001 0000 00 00
                    < 01 06 0001 0052 06 00  "Status: 200 OK\\r\\nContent-Type: text/html\\r\\n"
                      "Content-Length: 19\\r\\n\\r\\n" "<html>\\n<head> ... \\n"  000000000000
                    < 01 06 0001 0000 00 00
                    < 01 03 0001 0008 00 00  00000000 00 000000
                    """);
            assertThat(client.closed()).isTrue();
        }
    }

    @Test
    void fcgi_B_2_aRequestWithABodyAndParametersCutInsideAPair() throws Exception {
        server.on(
                "/order",
                (request, response, callback) ->
                        html(response, "<html>\n<head> " + Content.Source.asString(request) + "\n", callback));
        try (FcgiClient client = server.connect()) {
            Transcript.play(client, """
                    > 01 01 0001 0008 00 00  0001 00 0000000000
                    > 01 04 0001 0014 04 00  0b 02 "SERVER_PORT" "80"  0b 0e "SER"  00000000
                    > 01 04 0001 004f 01 00  "VER_ADDR" "199.170.183.42"  0e 04 "REQUEST_METHOD" "POST"
                      0b 06 "REQUEST_URI" "/order"  0e 02 "CONTENT_LENGTH" "25"  00
                    > 01 04 0001 0000 00 00
                    > 01 05 0001 0019 07 00  "quantity=100&item=3047936"  00000000000000
                    > 01 05 0001 0000 00 00
                    < 01 06 0001 0067 01 00  "Status: 200 OK\\r\\nContent-Type: text/html\\r\\n"
                      "Content-Length: 40\\r\\n\\r\\n" "<html>\\n<head> quantity=100&item=3047936\\n"  00
                    < 01 06 0001 0000 00 00
                    < 01 03 0001 0008 00 00  00000000 00 000000
                    """);
            assertThat(client.closed()).isTrue();
        }
    }

    @Test
    void fcgi_B_3_aRequestThatFailsWithErrorOutputAndAnAppStatus() throws Exception {
        restart(server -> server.factory.setErrorAppStatus(70));
        server.on("/page", (request, response, callback) -> {
            IllegalStateException error = new IllegalStateException("config error: missing SI_UID");
            request.setAttribute(ErrorHandler.ERROR_EXCEPTION, error); // as servlet contexts do
            response.setStatus(500);
            html(response, "<html>\n<head> ... \n", callback);
        });
        try (FcgiClient client = server.connect()) {
            Transcript.play(client, """
                    > 01 01 0001 0008 00 00  0001 00 0000000000
                    > 01 04 0001 004f 01 00  0b 02 "SERVER_PORT" "80"  0b 0e "SERVER_ADDR" "199.170.183.42"
                      0e 03 "REQUEST_METHOD" "GET"  0b 05 "REQUEST_URI" "/page"  00
                    > 01 04 0001 0000 00 00
                    > 01 05 0001 0000 00 00
                    < 01 06 0001 005c 04 00  "Status: 500 Server Error\\r\\nContent-Type: text/html\\r\\n"
                      "Content-Length: 19\\r\\n\\r\\n" "<html>\\n<head> ... \\n"  00000000
                    < 01 07 0001 0049 07 00  "GET failed: java.lang.IllegalStateException: "
                      "config error: missing SI_UID"  00000000000000
                    < 01 07 0001 0000 00 00
                    < 01 06 0001 0000 00 00
                    < 01 03 0001 0008 00 00  00000046 00 000000
                    """);
            assertThat(client.closed()).isTrue();
        }
    }

    @Test
    void fcgi_B_4_twoRequestsOfOneConnectionThatEndOutOfOrder() throws Exception {
        restart(server -> server.factory.setMultiplexing(true));
        publish();
        server.on("/first", (request, response, callback) -> {
            response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/html");
            Content.Source.asString(request);
            Content.Sink.write(response, false, BufferUtil.EMPTY_BUFFER);
            server.awaitLatch("second");
            response.write(true, ISO_8859_1.encode("<html>\n<head> ... \n"), callback);
        });
        try (FcgiClient client = server.connect()) {
            Transcript.play(client, """
                    > 01 01 0001 0008 00 00  0001 01 0000000000
                    > 01 04 0001 0050 00 00  0b 02 "SERVER_PORT" "80"  0b 0e "SERVER_ADDR" "199.170.183.42"
                      0e 03 "REQUEST_METHOD" "GET"  0b 06 "REQUEST_URI" "/first"
                    > 01 04 0001 0000 00 00
                    > 01 01 0002 0008 00 00  0001 01 0000000000
                    > 01 04 0002 004f 01 00  0b 02 "SERVER_PORT" "80"  0b 0e "SERVER_ADDR" "199.170.183.42"
                      0e 03 "REQUEST_METHOD" "GET"  0b 05 "REQUEST_URI" "/page"  00
                    > 01 05 0001 0000 00 00
                    < 01 06 0001 002b 05 00  "Status: 200 OK\\r\\nContent-Type: text/html\\r\\n\\r\\n"  0000000000
                    > 01 04 0002 0000 00 00
                    > 01 05 0002 0000 00 00
                    < 01 06 0002 0052 06 00  "Status: 200 OK\\r\\nContent-Type: text/html\\r\\n"
                      "Content-Length: 19\\r\\n\\r\\n" "<html>\\n<head> ... \\n"  000000000000
                    < 01 06 0002 0000 00 00
                    < 01 03 0002 0008 00 00  00000000 00 000000
                    """);
            server.latch("second").countDown();
            Transcript.play(client, """
                    < 01 06 0001 0013 05 00  "<html>\\n<head> ... \\n"  0000000000
                    < 01 06 0001 0000 00 00
                    < 01 03 0001 0008 00 00  00000000 00 000000
                    """);
            assertServes(client);
        }
    }
}
