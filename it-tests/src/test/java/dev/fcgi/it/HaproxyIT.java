package dev.fcgi.it;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;

/** HAProxy's fcgi-app. */
class HaproxyIT {

    @Nested
    @DisplayName("HAProxy | Unix socket, connections kept")
    class Kept extends FrontEndContract implements HaproxyExpectations.Whole {

        @Override
        FrontEnd frontEnd() {
            return new Haproxy("haproxy/site.conf");
        }

        @Override
        Application application() {
            return Application.runner(true);
        }
    }

    @Nested
    @DisplayName("HAProxy | TCP, option get-values")
    class GetValues extends FrontEndSubset implements HaproxyExpectations {

        @Override
        FrontEnd frontEnd() {
            return new Haproxy("haproxy/tcp.conf");
        }

        @Override
        Application application() {
            return Application.runner(false);
        }
    }
}
