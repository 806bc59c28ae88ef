package dev.fcgi.it;

import static org.assertj.core.api.Assertions.assertThatIOException;

import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.DisplayName;

/** Users and certificates behind Caddy. */
@DisplayName("Caddy | login, TLS, client certificates, Unix socket")
class CaddyIdentityIT extends IdentityContract {

    CaddyIdentityIT() {
        super(Application.runner(true));
    }

    @Override
    FrontEnd frontEnd(Sites sites) {
        return new CaddyIdentity(sites);
    }

    /** Caddy has no variable for those above the client's own. */
    @Override
    public List<String> certificateChain() {
        return List.of(Certificates.CLIENT);
    }

    /** Caddy ends the connection. */
    @Override
    public void assertForgeryRefused(Callable<Integer> attempt) {
        assertThatIOException().isThrownBy(attempt::call);
    }

    @Override
    @Differs("there is no variable for the TLS session")
    public String tlsSession() {
        return "-";
    }

    @Override
    @Differs("below TLS 1.3 suites have the names of the JDK, not those of OpenSSL")
    public String tls12Suite() {
        return "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384";
    }

    @Override
    @Differs("there is no variable for the address that the client connected to")
    public String localAddress() {
        return "";
    }
}
