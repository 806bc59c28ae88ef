package dev.fcgi.jetty;

import static dev.fcgi.jetty.Records.get;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Responses: head, body, and what becomes of failures. */
class FcgiResponseTest extends StartedServerTest {

    @Test
    void keepsNginxFromHoldingEventsBack() throws Exception {
        assertThat(server.once(get(1, false, "/events")).head()).contains("X-Accel-Buffering: no\r\n");
        server.factory.setUnbufferedEvents(false);
        assertThat(server.once(get(1, false, "/events")).head()).doesNotContain("X-Accel-Buffering");
    }
}
