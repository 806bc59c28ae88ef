package dev.fcgi.jetty;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

/** Tests that each begin with a server as it is by default, and end without a leak. */
@Timeout(60)
abstract class StartedServerTest {
    TestServer server = new TestServer();

    @BeforeEach
    void start() throws Exception {
        server.start();
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }
}
