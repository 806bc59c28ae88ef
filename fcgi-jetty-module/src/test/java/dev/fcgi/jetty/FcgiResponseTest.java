package dev.fcgi.jetty;

import static dev.fcgi.jetty.Records.get;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fcgi.jetty.FcgiClient.Response;
import org.junit.jupiter.api.Test;

/** Responses: head, body, and what becomes of failures. */
class FcgiResponseTest extends StartedServerTest {
    @Test
    void sendsAnErrorPageForAnExceptionBeforeTheHead() throws Exception {
        Response response = server.once(get(1, false, "/throw"));
        assertThat(response.head()).startsWith("Status: 500 Server Error\r\n");
        assertThat(response.appStatus()).isZero();
    }

    @Test
    void keepsNginxFromHoldingEventsBack() throws Exception {
        assertThat(server.once(get(1, false, "/events")).head()).contains("X-Accel-Buffering: no\r\n");
        server.factory.setUnbufferedEvents(false);
        assertThat(server.once(get(1, false, "/events")).head()).doesNotContain("X-Accel-Buffering");
    }
}
