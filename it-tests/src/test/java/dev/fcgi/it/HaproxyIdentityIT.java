package dev.fcgi.it;

import static org.assertj.core.api.Assertions.assertThatIOException;

import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.DisplayName;

/** Users and certificates behind HAProxy, whose word has to be trusted for it. */
@DisplayName("HAProxy | login, TLS, client certificates, Unix socket")
class HaproxyIdentityIT extends IdentityContract {

    HaproxyIdentityIT() {
        super(Application.runner(true, "--remote-user", "trust"));
    }

    @Override
    FrontEnd frontEnd(Sites sites) {
        return new HaproxyIdentity(sites);
    }

    /** Others would have to be sent as variables of their own. */
    @Override
    public List<String> certificateChain() {
        return List.of(Certificates.CLIENT);
    }

    /** HAProxy ends the connection. */
    @Override
    public void assertForgeryRefused(Callable<Integer> attempt) {
        assertThatIOException().isThrownBy(attempt::call);
    }

    @Override
    @Differs("there is no variable for the address that the client connected to")
    public String localAddress() {
        return "";
    }
}
