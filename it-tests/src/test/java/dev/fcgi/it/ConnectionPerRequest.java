package dev.fcgi.it;

import static org.assertj.core.api.Assertions.assertThat;

/** Caddy, h2o, lighttpd and mod_fcgid. */
interface ConnectionPerRequest extends ConnectionContract {

    @Override
    @Differs("every request has a connection of its own")
    default void assertConnections(int requests, int connections) {
        assertThat(connections).as("connections").isEqualTo(requests);
    }

    /** Those that do not name the port they listen on, where a client names none. */
    interface OfSchemesPort extends ConnectionPerRequest {

        @Override
        @Differs("without a Host field the port is 80, or 443 with TLS")
        default void assertPortWithoutHostField(Facts facts) {
            assertThat(facts.get("serverPort")).isEqualTo("80");
        }
    }
}
