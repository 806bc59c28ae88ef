package dev.fcgi.jetty;

import static dev.fcgi.jetty.Records.get;
import static dev.fcgi.jetty.TestServer.await;
import static dev.fcgi.jetty.TestServer.params;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fcgi.core.RecordType;
import dev.fcgi.jetty.FcgiClient.Response;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FcgiConnectionTest extends StartedServerTest {

    @Test
    void servesRequestsWhoseReadsEndAtEveryRecordBoundary() throws Exception {
        try (FcgiClient client = server.connect()) {
            for (int round = 0; round < 20; round++) {
                client.write(new Records().begin(1, true).bytes());
                server.awaitRead(client);
                client.write(new Records().params(1, params("POST", "/echo")).bytes());
                server.awaitRead(client);
                client.write(new Records().stdin(1, "abc").bytes());
                server.awaitRead(client);
                client.write(new Records().end(RecordType.STDIN, 1).bytes());
                assertThat(client.response(1).body()).isEqualTo("abc");
            }
        }
    }

    @Test
    void showsTheClientsConnectionNotTheWebServers() throws Exception {
        Map<String, String> params = params(
                "GET",
                "/facts?q=%2F",
                "HTTPS",
                "on",
                "SERVER_PORT",
                "8443",
                "HTTP_HOST",
                "www.example.test:8443",
                "SERVER_PROTOCOL",
                "HTTP/2.0",
                "HTTP_X",
                "1");
        assertThat(server.once(get(1, false, params)).body())
                .isEqualTo("GET https://www.example.test:8443/facts?q=%2F HTTP/2.0 remote 192.0.2.7:4711"
                        + " local 192.0.2.1:8443 server www.example.test:8443 secure true x=[1]");
    }

    @ParameterizedTest
    @CsvSource({"/a%2Fb, 400", "//a, 400", "/a/%2e%2e/b, 400", "/nothing, 404", "/..%00, 400"})
    void p_9_treatsAmbiguousPathsAsOverHttp(String target, int status) throws Exception {
        assertThat(server.once(get(1, false, target)).head()).startsWith("Status: " + status + " ");
    }

    @ParameterizedTest
    @CsvSource({"REQUEST_METHOD, G T", "CONTENT_LENGTH, x", "HTTP_HOST, a/b", "REQUEST_URI, x", "HTTP_HOST, [::::]"})
    void answersVariablesThatMakeNoRequestWith400AndLivesOn(String name, String value) throws Exception {
        try (FcgiClient client = server.connect()) {
            Response response = client.write(
                            get(1, true, params("GET", "/hello", name, value)).bytes())
                    .response(1);
            assertThat(response.head()).startsWith("Status: 400 Bad Request\r\n");
            assertThat(response.body()).doesNotContain(name).doesNotContain("Exception");
            assertThat(client.write(get(1, true, "/hello").bytes()).response(1).body())
                    .isEqualTo("hello");
        }
        assertThat(server.factory.getBadRequests()).isLessThanOrEqualTo(1);
    }

    @Test
    void anIdleKeptConnectionHoldsNoBuffer() throws Exception {
        try (FcgiClient client = server.connect()) {
            client.write(get(1, true, "/hello").bytes()).response(1);
            server.awaitRead(client);
            await().untilAsserted(() -> assertThat(server.bufferPool.getLeaks()).isEmpty());
        }
    }

    @Test
    void finishesARunningRequestWhileStopping() throws Exception {
        server.server.setStopTimeout(20_000);
        try (FcgiClient client = server.connect()) {
            client.write(get(1, true, "/wait").bytes());
            server.awaitLatch("waiting");
            Thread stopper = new Thread(() -> {
                try {
                    server.server.stop();
                } catch (Exception x) {
                    throw new IllegalStateException(x);
                }
            });
            stopper.start();
            await().until(server.connector::isShutdown);
            server.latch("go").countDown();
            assertThat(client.response(1).body()).isEqualTo("waited");
            assertThat(client.closed()).isTrue();
            stopper.join();
        }
    }
}
