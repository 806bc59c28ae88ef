package dev.fcgi.jetty;

import static dev.fcgi.jetty.Records.get;
import static dev.fcgi.jetty.TestServer.params;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fcgi.core.WebServerEvent;
import dev.fcgi.jetty.FcgiClient.Response;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletOutputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** FastCGI 1.0, section 5.4, as servlets see it. */
class ServletAbortConformanceTest extends StartedServletTest {
    /** Runs a servlet's work, and keeps the servlet from returning until the test lets it go. */
    private void untilFailure(Service work) {
        on("/work", (request, response) -> {
            try {
                work.service(request, response);
            } catch (IOException x) {
                server.failures.put("/work", x);
            } finally {
                server.latch("finally").countDown();
                server.awaitLatch("go");
            }
        });
    }

    private void assertEndsWithTheServlet(FcgiClient client) throws Exception {
        assertThat(server.failures).containsKey("/work");
        assertNothingFollows(client); // no END_REQUEST while the servlet runs
        server.latch("go").countDown();
        Response response = client.response(1);
        assertThat(response.stdout()).isEmpty();
        assertThat(response.protocolStatus()).isZero();
        assertServes(client);
    }

    @Test
    void fcgi_5_4_2_aReadFailsAndTheRequestEndsWithTheServlet() throws Exception {
        untilFailure((request, response) -> {
            server.latch("waiting").countDown();
            request.getInputStream().read();
        });
        try (FcgiClient client = server.connect()) {
            client.write(new Records()
                    .begin(1, true)
                    .params(1, params("POST", "/servlet/work"))
                    .bytes());
            server.awaitLatch("waiting");
            client.write(new Records().abort(1).bytes());
            server.awaitLatch("finally");
            assertEndsWithTheServlet(client);
        }
    }

    /** The servlet is neither reading nor writing when the abort comes. */
    @Test
    void fcgi_5_4_2_laterReadsAndWritesFailAndTheRequestEndsWithTheServlet() throws Exception {
        untilFailure((request, response) -> {
            server.latch("waiting").countDown();
            server.awaitLatch("aborted");
            assertThatThrownBy(request.getInputStream()::read).isInstanceOf(IOException.class);
            response.getOutputStream().print("too late");
            response.flushBuffer();
        });
        try (FcgiClient client = server.connect()) {
            client.write(new Records()
                    .begin(1, true)
                    .params(1, params("POST", "/servlet/work"))
                    .bytes());
            server.awaitLatch("waiting");
            client.write(new Records().abort(1).bytes());
            server.awaitRead(client);
            server.latch("aborted").countDown();
            server.awaitLatch("finally");
            assertEndsWithTheServlet(client);
        }
    }

    @Test
    void fcgi_5_4_2_aWriteFailsAndTheRequestEndsWithTheServlet() throws Exception {
        untilFailure((request, response) -> {
            ServletOutputStream out = response.getOutputStream();
            while (true) {
                out.write(new byte[100_000]);
            }
        });
        try (FcgiClient client = server.connect()) {
            client.write(get(1, true, "/servlet/work").bytes());
            assertThat(client.next()).isInstanceOf(WebServerEvent.Output.class);
            client.write(new Records().abort(1).bytes());
            do {
                // What is being written has to be read before the servlet can be told.
                client.write(Records.getValues("FCGI_MPXS_CONNS").bytes());
                WebServerEvent event = client.next();
                while (!(event instanceof WebServerEvent.GetValuesResult)) {
                    assertThat(event).isInstanceOf(WebServerEvent.Output.class);
                    event = client.next();
                }
            } while (server.latch("finally").getCount() > 0);
            assertEndsWithTheServlet(client);
        }
    }

    /** Tells of an error, and keeps its call from returning until the test lets it go. */
    private final class Errors implements AsyncListener {
        @Override
        public void onError(AsyncEvent event) throws IOException {
            server.failures.put("/work", event.getThrowable());
            server.latch("finally").countDown();
            try {
                server.awaitLatch("go");
            } catch (InterruptedException x) {
                throw new IOException(x);
            }
            event.getAsyncContext().complete();
        }

        @Override
        public void onComplete(AsyncEvent event) {
            server.latch("complete").countDown();
        }

        @Override
        public void onTimeout(AsyncEvent event) {}

        @Override
        public void onStartAsync(AsyncEvent event) {}
    }

    private void onAsyncWait() {
        on("/work", (request, response) -> {
            AsyncContext context = request.startAsync();
            context.setTimeout(0);
            context.addListener(new Errors());
        });
    }

    @Test
    void fcgi_5_4_2_anAsyncListenerIsToldAndTheRequestEndsAfterIt() throws Exception {
        onAsyncWait();
        try (FcgiClient client = server.connect()) {
            client.write(get(1, true, "/servlet/work").bytes());
            awaitReturn(); // before it, Jetty 12.1.12 tells no listener
            client.write(new Records().abort(1).bytes());
            server.awaitLatch("finally");
            assertEndsWithTheServlet(client);
            server.awaitLatch("complete");
        }
    }

    @Test
    void fcgi_5_4_8_anAsyncListenerIsToldThatTheWebServerHasGone() throws Exception {
        onAsyncWait();
        try (FcgiClient client = server.connect()) {
            client.write(get(1, true, "/servlet/work").bytes());
            awaitReturn();
        }
        server.awaitLatch("finally");
        server.latch("go").countDown();
        server.awaitLatch("complete");
        server.awaitNoConnections();
    }
}
