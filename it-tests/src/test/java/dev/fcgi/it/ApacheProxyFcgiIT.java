package dev.fcgi.it;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;

/** Apache's mod_proxy_fcgi. */
class ApacheProxyFcgiIT {

    @Nested
    @DisplayName("Apache mod_proxy_fcgi | ProxyPass, Unix socket, connections reused")
    class ProxyPass extends FrontEndContract implements ApacheExpectations.Whole {

        @Override
        FrontEnd frontEnd() {
            return new Apache("apache/proxypass.conf");
        }

        @Override
        Application application() {
            return Application.runner(true);
        }
    }

    @Nested
    @DisplayName("Apache mod_proxy_fcgi | ProxyPass, TCP")
    class ProxyPassTcp extends FrontEndSubset implements ApacheExpectations.Encoded, RestartContract {

        @Override
        FrontEnd frontEnd() {
            return new Apache("apache/tcp.conf");
        }

        @Override
        Application application() {
            return Application.runner(false);
        }

        @Override
        @Differs("every request has a connection of its own, unless enablereuse=on")
        public void assertConnections(int requests, int connections) {
            assertThat(connections).as("connections").isEqualTo(requests);
        }
    }

    @Nested
    @DisplayName("Apache mod_proxy_fcgi | SetHandler, Unix socket, connections reused")
    class SetHandler extends FrontEndSubset implements ApacheExpectations.Encoded {

        @Override
        FrontEnd frontEnd() {
            return new Apache("apache/sethandler.conf");
        }

        @Override
        Application application() {
            return Application.runner(true);
        }
    }
}
