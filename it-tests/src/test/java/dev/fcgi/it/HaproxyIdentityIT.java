package dev.fcgi.it;

import org.junit.jupiter.api.DisplayName;

/** Users and certificates behind HAProxy, whose word has to be trusted for it. */
@DisplayName("HAProxy | login, TLS, client certificates, Unix socket")
class HaproxyIdentityIT extends IdentityContract implements IdentityExpectations {

    HaproxyIdentityIT() {
        super(Application.runner(true, "--remote-user", "trust"));
    }

    @Override
    FrontEnd frontEnd(Sites sites) {
        return new HaproxyIdentity(sites);
    }
}
