package dev.fcgi.it;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** h2o's fastcgi.connect. */
class H2oIT {

    @Nested
    @DisplayName("h2o | /, Unix socket")
    class UnixSocket extends FrontEndContract implements H2oExpectations.Whole {

        @Override
        FrontEnd frontEnd() {
            return new H2o("h2o/site.conf");
        }

        @Override
        Application application() {
            return Application.runner(true);
        }
    }

    @Nested
    @DisplayName("h2o | /contract, TCP")
    class Below extends FrontEndSubset implements H2oExpectations {

        @Override
        @Differs("a path that does not begin like the mapping is 404")
        public void assertRefused(String target, RawReply reply) {
            assertThat(reply.status()).isEqualTo(target.startsWith("//") ? 404 : 400);
        }

        @Test
        @Override
        @Differs("a request target with scheme and host is 404 below a path")
        public void takesAnAbsoluteTarget() throws Exception {
            String target = "http://localhost:" + client().port() + "/contract/facts/a?b";
            assertThat(client().raw("GET", target).status()).isEqualTo(404);
        }

        @Override
        FrontEnd frontEnd() {
            return new H2o("h2o/below.conf");
        }

        @Override
        Application application() {
            return Application.runner(false);
        }
    }
}
