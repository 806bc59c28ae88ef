package dev.fcgi.jetty;

import static dev.fcgi.jetty.Records.get;
import static dev.fcgi.jetty.TestServer.params;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fcgi.jetty.FcgiClient.Response;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Responses: head, body, and what becomes of failures. */
class FcgiResponseTest extends StartedServerTest {
    @Test
    void p_18_resetsTheConnectionForAnExceptionBehindTheHead() throws Exception {
        try (FcgiClient client = server.connect()) {
            client.write(get(1, true, "/throw-late").bytes());
            assertThatThrownBy(() -> client.response(1))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("reset");
        }
        server.awaitNoConnections();
    }

    @Test
    void cgi_6_4_1_resetsTheConnectionWhenTheBodyIsShorterThanContentLength() throws Exception {
        try (FcgiClient client = server.connect()) {
            client.write(get(1, true, "/short").bytes());
            assertThatThrownBy(() -> client.response(1))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("reset");
        }
    }

    @Test
    void cgi_4_3_1_sendsTheHeadAloneForHead() throws Exception {
        Response response = server.once(get(1, false, params("HEAD", "/hello")));
        assertThat(response.text())
                .isEqualTo(server.once(get(1, false, "/hello")).head() + "\r\n");
    }

    @ParameterizedTest
    @ValueSource(ints = {204, 304})
    void cgi_6_4_1_sendsNoBodyWithStatusesThatHaveNone(int status) throws Exception {
        assertThat(server.once(get(1, false, "/status?s=" + status)).body()).isEmpty();
    }

    @Test
    void cgi_6_2_2_1_makesALocalLocationWithStatus200Absolute() throws Exception {
        assertThat(server.once(get(1, false, "/status?s=200")).head())
                .startsWith("Location: http://www.example.test/there\r\nStatus: 200 OK\r\n");
        assertThat(server.once(get(1, false, "/status?s=201")).head())
                .startsWith("Location: /there\r\nStatus: 201 Created\r\n");
    }

    @Test
    void cgi_6_2_1_1_givesABodyWithoutTypeTheDefault() throws Exception {
        assertThat(server.once(get(1, false, "/no-type")).head())
                .contains("Content-Type: application/octet-stream\r\n");
    }

    @Test
    void keepsNginxFromHoldingEventsBack() throws Exception {
        assertThat(server.once(get(1, false, "/events")).head()).contains("X-Accel-Buffering: no\r\n");
        server.factory.setUnbufferedEvents(false);
        assertThat(server.once(get(1, false, "/events")).head()).doesNotContain("X-Accel-Buffering");
    }

    @Test
    void fcgi_5_3_6_sendsNoEmptyRecordForAFlushWithNothingToSend() throws Exception {
        assertThat(server.once(get(1, false, "/flush")).body()).isEqualTo("flushed");
    }
}
