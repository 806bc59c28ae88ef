package dev.fcgi.jetty;

import static dev.fcgi.jetty.Records.get;
import static dev.fcgi.jetty.Records.post;
import static dev.fcgi.jetty.TestServer.params;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fcgi.core.RecordType;
import dev.fcgi.core.WebServerEvent;
import dev.fcgi.jetty.FcgiClient.Response;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.ServletOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.logging.StacklessLogging;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** FastCGI 1.0, section 6.2. */
class ResponderConformanceTest extends StartedServletTest {
    /** Echoes as a servlet does: its thread waits for each piece to come, and to be taken. */
    private void onEcho() {
        on("/echo", (request, response) -> {
            byte[] piece = new byte[10_000];
            ServletOutputStream out = response.getOutputStream();
            for (int n = request.getInputStream().read(piece); n >= 0; ) {
                out.write(piece, 0, n);
                out.flush();
                n = request.getInputStream().read(piece);
            }
        });
    }

    private static String read(FcgiClient client, String end) throws IOException {
        StringBuilder text = new StringBuilder();
        while (!text.toString().endsWith(end)) {
            WebServerEvent.Output output = (WebServerEvent.Output) client.next();
            text.append(ISO_8859_1.decode(output.content()));
        }
        return text.toString();
    }

    @Test
    void fcgi_6_2_1_outputStartsBeforeStdinHasEnded() throws Exception {
        onEcho();
        try (FcgiClient client = server.connect()) {
            client.write(new Records()
                    .begin(1, true)
                    .params(1, params("POST", "/servlet/echo"))
                    .stdin(1, "first")
                    .bytes());
            assertThat(read(client, "first")).startsWith("Status: 200 OK\r\n");
            client.write(new Records().stdin(1, "second").bytes());
            assertThat(read(client, "second")).isEqualTo("second");
            client.write(new Records().end(RecordType.STDIN, 1).bytes());
            assertThat(client.response(1).stdout()).isEmpty();
            assertServes(client);
        }
    }

    @Test
    void fcgi_6_2_1_tenMegabytesPassBothWaysAtOnce() throws Exception {
        onEcho();
        byte[] body = new byte[10 << 20];
        new Random(621).nextBytes(body);
        byte[] request = post(1, true, "/servlet/echo", body).bytes();
        try (FcgiClient client = server.connect()) {
            CompletableFuture<FcgiClient> written = CompletableFuture.supplyAsync(() -> {
                try {
                    return client.write(request);
                } catch (IOException x) {
                    throw new IllegalStateException(x);
                }
            });
            byte[] stdout = client.response(1).stdout();
            assertThat(Arrays.equals(stdout, stdout.length - body.length, stdout.length, body, 0, body.length))
                    .isTrue();
            written.get(20, TimeUnit.SECONDS);
            assertServes(client);
        }
    }

    /** Five bytes are announced, eight come. */
    private static Records tooLong(String target) {
        return new Records()
                .begin(1, true)
                .params(1, params("POST", target, "CONTENT_LENGTH", "5"))
                .stdin(1, "123")
                .stdin(1, "45678")
                .end(RecordType.STDIN, 1);
    }

    /** Reads to the end, or as far as it goes. */
    private AtomicInteger onRead(boolean committed) {
        AtomicInteger length = new AtomicInteger();
        on("/read", (request, response) -> {
            if (committed) {
                response.flushBuffer();
            }
            ServletInputStream in = request.getInputStream();
            while (in.read() >= 0) {
                length.incrementAndGet();
            }
        });
        return length;
    }

    @Test
    void fcgi_6_2_2_aBodyThatIsTooLongIs400AndItsSurplusIsDropped() throws Exception {
        AtomicInteger length = onRead(false);
        try (FcgiClient client = server.connect()) {
            Response response = client.write(tooLong("/servlet/read").bytes()).response(1);
            assertThat(response.head()).startsWith("Status: 400 Bad Request\r\n");
            assertThat(length).hasValue(5);
            client.write(post(1, true, "/echo", "its own".getBytes(ISO_8859_1)).bytes());
            assertThat(client.response(1).body()).isEqualTo("its own");
        }
    }

    @Test
    void fcgi_6_2_2_aBodyThatIsTooLongCutsAResponseThatHasBegun() throws Exception {
        AtomicInteger length = onRead(true);
        try (FcgiClient client = server.connect()) {
            client.write(tooLong("/servlet/read").bytes());
            assertThatThrownBy(() -> client.response(1)).hasMessageContaining("reset");
        }
        assertThat(length).hasValue(5);
        server.awaitNoConnections();
    }

    /** A whole form, but in fewer bytes than are announced. */
    private static Records cutShort(String target, Map<String, String> more) {
        Map<String, String> params = params("POST", target, "CONTENT_LENGTH", "200");
        params.putAll(more);
        String part = "--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n--b--\r\n";
        return new Records().begin(1, true).params(1, params).stdin(1, part).end(RecordType.STDIN, 1);
    }

    /** Runs a servlet on a body that is cut short, and returns what that gives. */
    private Throwable failure(String contentType, Service service) throws Exception {
        on("/short", (request, response) -> {
            try {
                service.service(request, response);
                server.latch("carried out").countDown();
            } catch (Exception x) {
                server.failures.put("/short", x);
                throw x;
            }
        });
        Response response = exchange(cutShort("/servlet/short", Map.of("CONTENT_TYPE", contentType)));
        assertThat(response.head()).containsPattern("^Status: (400|500) ");
        server.awaitFailure("/short");
        assertThat(server.latch("carried out").getCount()).isEqualTo(1);
        return Objects.requireNonNull(server.failures.get("/short"));
    }

    @Test
    void fcgi_6_2_3_aReadOfABodyThatIsCutShortFails() throws Exception {
        assertThat(failure(
                        "text/plain",
                        (request, response) -> request.getInputStream().readAllBytes()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("of CONTENT_LENGTH 200");
    }

    @Test
    void fcgi_6_2_3_partsOfABodyThatIsCutShortFail() throws Exception {
        // Jetty 12.1.12 logs the failure once more when it looks for parts to clean up.
        try (StacklessLogging ignored = new StacklessLogging(QueuedThreadPool.class)) {
            failure("multipart/form-data; boundary=b", (request, response) -> request.getParts());
        }
    }

    @Test
    void fcgi_6_2_3_parametersOfABodyThatIsCutShortFail() throws Exception {
        failure("application/x-www-form-urlencoded", (request, response) -> request.getParameter("a"));
    }

    @Test
    void fcgi_6_2_3_aReadListenerIsToldOfABodyThatIsCutShort() throws Exception {
        on("/short", (request, response) -> {
            AsyncContext context = request.startAsync();
            context.setTimeout(0);
            ServletInputStream in = request.getInputStream();
            in.setReadListener(new ReadListener() {
                @Override
                public void onDataAvailable() throws IOException {
                    while (in.isReady() && in.read() >= 0) {
                        // goes on
                    }
                }

                @Override
                public void onAllDataRead() {
                    server.latch("carried out").countDown();
                    context.complete();
                }

                @Override
                public void onError(Throwable failure) {
                    server.failures.put("/short", failure);
                    context.complete();
                }
            });
        });
        exchange(cutShort("/servlet/short", Map.of()));
        assertThat(server.failures.get("/short")).isInstanceOf(IOException.class);
        assertThat(server.latch("carried out").getCount()).isEqualTo(1);
    }

    @Test
    void fcgi_6_2_3_aBodyThatIsMissingFailsTheRead() throws Exception {
        exchange(get(1, true, params("POST", "/length", "CONTENT_LENGTH", "5")));
        assertThat(server.failures.get("/length")).hasMessageContaining("0 of CONTENT_LENGTH 5");
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "none",
            value = {"none, abc", "'', abc", "-1, abc", "-5, abc", "none, ''", "'', ''"})
    void fcgi_6_2_4_aBodyOfUnknownLengthIsReadToItsEnd(String length, String body) throws Exception {
        on("/unknown", (request, response) -> {
            String text = new String(request.getInputStream().readAllBytes(), ISO_8859_1);
            response.getWriter()
                    .print(request.getContentLengthLong() + " " + request.getHeader("Content-Length") + " " + text);
        });
        Map<String, String> params = params("POST", "/servlet/unknown", "HTTP_TRANSFER_ENCODING", "chunked");
        if (length != null) {
            params.put("CONTENT_LENGTH", length);
        }
        Records records = new Records().begin(1, true).params(1, params);
        body.chars().forEach(c -> records.stdin(1, Character.toString(c)));
        records.end(RecordType.STDIN, 1);
        assertThat(exchange(records).body()).isEqualTo("-1 null " + body);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 70_000, 1_000_000})
    void fcgi_6_2_5_stdoutEndsAndThenTheRequest(int length) throws Exception {
        try (FcgiClient client = server.connect()) {
            client.write(get(1, true, "/large?n=" + length).bytes());
            WebServerEvent.Output output;
            do {
                output = (WebServerEvent.Output) client.next();
                assertThat(output.type()).isEqualTo(RecordType.STDOUT);
            } while (!output.last());
            WebServerEvent.EndRequest end = (WebServerEvent.EndRequest) client.next();
            assertThat(end.body().protocolStatusCode()).isZero();
            assertThat(end.body().appStatus()).isZero();
            assertNothingFollows(client);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 10_240, 1_000_000})
    void fcgi_6_2_6_dropsAnUnreadBodyAndKeepsTheConnection(int length) throws Exception {
        byte[] request = post(1, true, "/ignore-body", new byte[length]).bytes();
        try (FcgiClient client = server.connect()) {
            for (int i = 0; i < 3; i++) {
                assertThat(client.write(request).response(1).body()).isEqualTo("ignored");
            }
            assertServes(client);
        }
    }

    @Test
    void fcgi_6_2_6_closesWhenTooMuchOfABodyIsUnread() throws Exception {
        restart(server -> {
            server.factory.setMaxUnreadBytes(100_000);
            server.factory.setDrainMillis(500);
        });
        try (FcgiClient client = server.connect()) {
            client.write(new Records()
                    .begin(1, true)
                    .params(1, params("POST", "/ignore-body"))
                    .bytes());
            assertThat(client.response(1).body()).isEqualTo("ignored");
            assertThatThrownBy(() -> client.write(
                            new Records().stdin(1, new byte[50_000_000]).bytes()))
                    .isInstanceOf(IOException.class);
        }
        server.awaitNoConnections();
    }
}
