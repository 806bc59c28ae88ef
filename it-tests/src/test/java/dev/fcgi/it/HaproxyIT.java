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
    @DisplayName("HAProxy | TCP, option mpxs-conns")
    class Multiplexed extends FrontEndSubset implements HaproxyExpectations {

        @Override
        FrontEnd frontEnd() {
            return new Haproxy("haproxy/multiplexed.conf");
        }

        @Override
        Application application() {
            return Application.runner(false, "--multiplexing");
        }

        @Override
        @Differs(
                "of 100 requests at the same time HAProxy 2.6 sometimes answers some with 500 by itself (IH in its log)")
        public int clientsAtTheSameTime() {
            return 20;
        }

        @Override
        @Differs(
                "a client that reads its response slowly holds up the others of its connection: HAProxy reads nothing of it")
        public void assertOthersAreServed() throws InterruptedException {
            Thread.sleep(20); // nobody can be asked: this is only what makes the reader slow
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
