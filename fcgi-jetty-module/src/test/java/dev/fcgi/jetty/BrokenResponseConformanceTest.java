package dev.fcgi.jetty;

import static dev.fcgi.jetty.Records.get;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fcgi.core.WebServerEvent;
import dev.fcgi.jetty.FcgiClient.Response;
import jakarta.servlet.ServletOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.io.QuietException;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** P-18: a response that cannot be completed; see also {@link FcgiConnectionEndTest} and {@link FcgiConnectorsTest}. */
class BrokenResponseConformanceTest extends StartedServletTest {
    /** Neither END_REQUEST nor the end of STDOUT comes, but a reset. */
    private static void assertCut(FcgiClient client) {
        assertThatThrownBy(() -> {
                    WebServerEvent event;
                    do {
                        event = client.next();
                    } while (event instanceof WebServerEvent.Output output && !output.last());
                    throw new AssertionError("not cut but " + event);
                })
                .isInstanceOf(IOException.class)
                .hasMessageContaining("reset");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void p_18_anExceptionBehindTheHeadIsAReset(boolean keepConnection) throws Exception {
        try (FcgiClient client = server.connect()) {
            client.write(get(1, keepConnection, "/throw-late").bytes());
            assertCut(client);
        }
        server.awaitNoConnections();
    }

    /** One of two MiB; what the web server needs to see for itself that the rest is missing is sent, too. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void p_18_anExceptionAmidABodyOfKnownLengthIsAReset(boolean keepConnection) throws Exception {
        int half = 1 << 20;
        on("/half", (request, response) -> {
            response.setContentLength(2 * half);
            ServletOutputStream out = response.getOutputStream();
            out.write(new byte[half]);
            out.flush();
            server.awaitLatch("go");
            throw new QuietException.RuntimeException("on purpose");
        });
        try (FcgiClient client = server.connect()) {
            client.write(get(1, keepConnection, "/servlet/half").bytes());
            StringBuilder text = new StringBuilder();
            while (text.indexOf("\r\n\r\n") < 0 || text.length() < half + text.indexOf("\r\n\r\n") + 4) {
                WebServerEvent.Output output = (WebServerEvent.Output) client.next();
                assertThat(output.last()).isFalse();
                text.append(ISO_8859_1.decode(output.content()));
            }
            assertThat(text).contains("\r\nContent-Length: " + 2 * half + "\r\n");
            server.latch("go").countDown();
            assertCut(client);
        }
        server.awaitNoConnections();
    }

    @Test
    void p_18_anAbortedRequestGetsItsEndAllTheSame() throws Exception {
        server.on("/fail", (request, response, callback) -> {
            Callback written = Callback.from(server.latch("written")::countDown, callback::failed);
            response.write(false, UTF_8.encode("part"), written);
            server.awaitLatch("go");
            callback.failed(new QuietException.Exception("on purpose"));
        });
        try (FcgiClient client = server.connect()) {
            client.write(get(1, true, "/fail").bytes());
            server.awaitLatch("written");
            client.write(new Records().abort(1).bytes());
            server.awaitRead(client);
            server.latch("go").countDown();
            Response response = client.response(1);
            assertThat(response.body()).isEqualTo("part");
            assertThat(response.ended()).isFalse();
            assertThat(response.protocolStatus()).isZero();
            assertNothingFollows(client);
            assertServes(client);
        }
    }

    /** Nothing more comes for the one that failed; the others still end, and a new one is not taken. */
    @Test
    void p_18_theResetWaitsForTheOtherRequests() throws Exception {
        restart(server -> server.factory.setMultiplexing(true));
        AtomicInteger runs = new AtomicInteger();
        server.on("/run", (request, response, callback) -> {
            runs.incrementAndGet();
            callback.succeeded();
        });
        server.on("/fail", (request, response, callback) -> {
            Callback fail =
                    Callback.from(() -> callback.failed(new QuietException.Exception("on purpose")), callback::failed);
            response.write(false, ByteBuffer.allocate(1000), fail);
        });
        try (FcgiClient client = server.connect()) {
            client.write(get(1, true, "/wait").bytes());
            server.awaitLatch("waiting");
            client.write(get(2, true, "/fail").bytes());
            assertThat(client.next()).isInstanceOf(WebServerEvent.Output.class);
            TestServer.await().until(() -> server.connection().getMessagesOut() == 1);
            client.write(get(3, true, "/run").bytes());
            server.awaitRead(client);
            server.latch("go").countDown();
            List<Map.Entry<Integer, Response>> responses = new ArrayList<>();
            assertThatThrownBy(() -> {
                        while (true) {
                            responses.add(client.nextResponse());
                        }
                    })
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("reset");
            assertThat(responses).extracting(Map.Entry::getKey).containsExactlyInAnyOrder(1, 3);
            for (Map.Entry<Integer, Response> response : responses) {
                String text = response.getValue().text();
                if (response.getKey() == 1) {
                    assertThat(text).startsWith("Status: 200 OK\r\n").endsWith("\r\n\r\nwaited");
                } else {
                    assertThat(text).startsWith("Status: 503 Service Unavailable\r\n");
                }
            }
        }
        server.awaitNoConnections();
        assertThat(runs).hasValue(0);
    }
}
