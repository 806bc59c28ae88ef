package dev.fcgi.it;

import org.junit.jupiter.api.DisplayName;

/** Users and certificates behind Caddy. */
@DisplayName("Caddy | login, TLS, client certificates, Unix socket")
class CaddyIdentityIT extends IdentityContract implements IdentityExpectations {

    CaddyIdentityIT() {
        super(Application.runner(true));
    }

    @Override
    FrontEnd frontEnd(Sites sites) {
        return new CaddyIdentity(sites);
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
}
