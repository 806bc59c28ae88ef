package dev.fcgi.it;

import static org.assertj.core.api.Assertions.assertThatIOException;

import java.util.List;
import java.util.concurrent.Callable;

/** What Caddy and HAProxy say of a client. */
interface IdentityExpectations extends CertificateContract {

    /** There are no variables for those above the client's own. */
    @Override
    default List<String> certificateChain() {
        return List.of(Certificates.CLIENT);
    }

    /** The connection is ended. */
    @Override
    default void assertForgeryRefused(Callable<Integer> attempt) {
        assertThatIOException().isThrownBy(attempt::call);
    }

    @Override
    @Differs("there is no variable for the address that the client connected to")
    default String localAddress() {
        return "";
    }
}
