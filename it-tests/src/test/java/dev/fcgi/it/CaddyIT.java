package dev.fcgi.it;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;

/** Caddy's reverse_proxy with transport fastcgi. */
class CaddyIT {

    @Nested
    @DisplayName("Caddy | /, Unix socket, flush_interval -1")
    class UnixSocket extends FrontEndContract implements CaddyExpectations {

        @Override
        FrontEnd frontEnd() {
            return new Caddy("caddy/site.conf");
        }

        @Override
        Application application() {
            return Application.runner(true);
        }
    }

    @Nested
    @DisplayName("Caddy | handle_path, TCP, flush_interval -1")
    class Below extends FrontEndSubset implements CaddyExpectations {

        @Override
        FrontEnd frontEnd() {
            return new Caddy("caddy/below.conf");
        }

        @Override
        Application application() {
            return Application.runner(false);
        }
    }

    @Nested
    @DisplayName("Caddy | split, TCP, flush_interval -1")
    class Split extends FrontEndSubset implements CaddyExpectations {

        @Override
        FrontEnd frontEnd() {
            return new Caddy("caddy/split.conf");
        }

        @Override
        Application application() {
            return Application.runner(false);
        }
    }
}
