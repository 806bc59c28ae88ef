package dev.fcgi.it;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The contract once more with the application on JDK 25 and requests on virtual threads; only in the profile jdk25. */
class NginxVirtualThreadsIT {

    @Nested
    class TcpKeptBuffered extends NginxFastCgiContract {
        TcpKeptBuffered() {
            super(onVirtualThreads(false), true, true);
        }

        @Test
        void runsAServletOnAVirtualThread() throws Exception {
            assertVirtual(client());
        }
    }

    @Nested
    class UnixClosedUnbuffered extends NginxFastCgiContract.Closing {
        UnixClosedUnbuffered() {
            super(onVirtualThreads(true), false);
        }

        @Test
        void runsAServletOnAVirtualThread() throws Exception {
            assertVirtual(client());
        }
    }

    private static Application onVirtualThreads(boolean unixSocket) {
        return Application.runner(unixSocket, "--virtual-threads")
                .withEnvironment("JAVA_HOME", System.getProperty("fcgi.jdk25.home"));
    }

    private static void assertVirtual(Client client) throws Exception {
        assertThat(client.facts("/contract/facts").get("virtualThread")).isEqualTo("true");
    }
}
