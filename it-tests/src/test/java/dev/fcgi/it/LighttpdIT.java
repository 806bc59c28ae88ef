package dev.fcgi.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;

/** lighttpd's mod_fastcgi. */
class LighttpdIT {

    /** As Debian's lighttpd.conf has it. */
    private static final String DEBIAN = """
            server.http-parseopts = (
                "header-strict"            => "enable",
                "host-strict"              => "enable",
                "host-normalize"           => "enable",
                "url-normalize-unreserved" => "enable",
                "url-normalize-required"   => "enable",
                "url-ctrls-reject"         => "enable",
                "url-path-2f-decode"       => "enable",
                "url-path-dotseg-remove"   => "enable",
            )
            """;

    @Nested
    @DisplayName("lighttpd | /, fix-root-scriptname, Unix socket, streaming")
    class Root extends FrontEndContract implements LighttpdExpectations.Whole {

        @Override
        FrontEnd frontEnd() {
            return new Lighttpd("lighttpd/fastcgi.conf", UnaryOperator.identity());
        }

        @Override
        Application application() {
            return Application.runner(true);
        }
    }

    @Nested
    @DisplayName("lighttpd | / without fix-root-scriptname, Unix socket, streaming")
    class RootAsItIs extends FrontEndSubset implements LighttpdExpectations {

        @Override
        FrontEnd frontEnd() {
            return new Lighttpd("lighttpd/fastcgi.conf", block -> block.without("\"fix-root-scriptname\""));
        }

        @Override
        Application application() {
            return Application.runner(true);
        }
    }

    @Nested
    @DisplayName("lighttpd | /, fix-root-scriptname, Unix socket, buffering, Debian's http-parseopts")
    class Buffering extends FrontEndSubset implements LighttpdExpectations.Buffering {

        @Override
        FrontEnd frontEnd() {
            return new Lighttpd(
                    "lighttpd/fastcgi.conf", block -> block.with("server.stream-response-body = 2\n", DEBIAN));
        }

        @Override
        Application application() {
            return Application.runner(true);
        }

        @Override
        @Differs("a query that begins with a ? is lost with Debian's server.http-parseopts")
        public void assertQuery(@Nullable String query, @Nullable String expected) {
            if ("?a?".equals(expected)) {
                assertThat(query).isEmpty();
            } else {
                LighttpdExpectations.Buffering.super.assertQuery(query, expected);
            }
        }
    }

    @Nested
    @DisplayName("lighttpd | /contract, TCP, streaming")
    class Below extends FrontEndSubset implements LighttpdExpectations {

        @Override
        FrontEnd frontEnd() {
            return new Lighttpd("lighttpd/below.conf", block -> block.with("/myapp", "/contract"));
        }

        @Override
        Application application() {
            return Application.runner(false);
        }

        @Override
        @Differs("a path that is not UTF-8 fits no regular expression: 404")
        public void assertRefused(String target, RawReply reply) {
            if (target.endsWith("%C3")) {
                assertThat(reply.status()).isEqualTo(404);
            } else {
                LighttpdExpectations.super.assertRefused(target, reply);
            }
        }
    }
}
