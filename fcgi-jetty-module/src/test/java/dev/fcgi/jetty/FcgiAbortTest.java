package dev.fcgi.jetty;

import static dev.fcgi.jetty.Records.get;
import static dev.fcgi.jetty.TestServer.params;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fcgi.core.WebServerEvent;
import dev.fcgi.jetty.FcgiClient.Response;
import org.junit.jupiter.api.Test;

/** Requests that the web server aborts, by a record or by going away. */
class FcgiAbortTest extends StartedServerTest {
    @Test
    void fcgi_5_4_1_abortWhileTheApplicationWaitsEndsTheRequestAndKeepsTheConnection() throws Exception {
        try (FcgiClient client = server.connect()) {
            client.write(get(1, true, "/wait").bytes());
            server.awaitLatch("waiting");
            client.write(new Records().abort(1).bytes());
            server.awaitFailure("/wait");
            server.latch("go").countDown();
            Response response = client.response(1);
            assertThat(response.stdout()).isEmpty();
            assertThat(response.protocolStatus()).isZero();
            assertThat(client.write(get(1, true, "/hello").bytes()).response(1).body())
                    .isEqualTo("hello");
        }
    }

    @Test
    void fcgi_5_4_1_abortWhileTheApplicationReads() throws Exception {
        try (FcgiClient client = server.connect()) {
            client.write(new Records()
                    .begin(1, true)
                    .params(1, params("POST", "/read-one"))
                    .bytes());
            server.awaitLatch("waiting");
            client.write(new Records().abort(1).bytes());
            server.awaitFailure("/read-one");
            assertThat(client.response(1).stdout()).isEmpty();
            assertThat(client.write(get(1, true, "/hello").bytes()).response(1).body())
                    .isEqualTo("hello");
        }
    }

    @Test
    void fcgi_5_4_1_abortWhileTheApplicationWrites() throws Exception {
        try (FcgiClient client = server.connect()) {
            client.write(get(1, true, "/large?n=100000000").bytes());
            client.next();
            client.write(new Records().abort(1).bytes());
            WebServerEvent event;
            do {
                event = client.next();
            } while (event instanceof WebServerEvent.Output);
            assertThat(event).isInstanceOf(WebServerEvent.EndRequest.class);
            assertThat(server.failures).containsKey("/large");
            assertThat(client.write(get(1, true, "/hello").bytes()).response(1).body())
                    .isEqualTo("hello");
        }
    }

    @Test
    void fcgi_5_4_4_abortAtTheMomentOfTheAnswerGivesOneEnd() throws Exception {
        try (FcgiClient client = server.connect()) {
            for (int i = 0; i < 2000; i++) {
                client.write(get(1, true, "/hello").abort(1).bytes());
                assertThat(client.response(1).protocolStatus()).isZero();
            }
            assertThat(client.write(get(2, true, "/hello").bytes()).response(2).body())
                    .isEqualTo("hello");
        }
    }

    @Test
    void fcgi_5_4_8_noticesThatTheWebServerHasGoneWhileTheApplicationWaits() throws Exception {
        try (FcgiClient client = server.connect()) {
            client.write(get(1, true, "/wait").bytes());
            server.awaitLatch("waiting");
        }
        server.awaitFailure("/wait");
        server.latch("go").countDown();
        server.awaitNoConnections();
    }

    @Test
    void fcgi_5_4_8_noticesThatTheWebServerHasGoneWhileTheApplicationWrites() throws Exception {
        try (FcgiClient client = server.connect()) {
            client.write(get(1, true, "/large?n=100000000").bytes());
            client.next();
        }
        server.awaitFailure("/large");
        server.awaitNoConnections();
    }
}
