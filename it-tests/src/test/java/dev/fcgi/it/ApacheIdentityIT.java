package dev.fcgi.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.DisplayName;

/** Users and certificates behind Apache's mod_proxy_fcgi. */
@DisplayName("Apache mod_proxy_fcgi | login, TLS, client certificates, Unix socket")
class ApacheIdentityIT extends IdentityContract {

    ApacheIdentityIT() {
        super(Application.runner(true));
    }

    @Override
    FrontEnd frontEnd(Sites sites) {
        return new ApacheIdentity(sites);
    }

    /** mod_ssl sends all that the client has sent. */
    @Override
    public List<String> certificateChain() {
        return List.of(Certificates.CLIENT, Certificates.AUTHORITY);
    }

    /** mod_ssl ends the connection: with TLS 1.3 behind the handshake, so that the alert may be lost. */
    @Override
    public void assertForgeryRefused(Callable<Integer> attempt) throws IOException {
        String logged = "AH02039: Certificate Verification: Error (19)";
        site().webServer().expectErrors(logged);
        assertThatIOException().isThrownBy(attempt::call);
        assertThat(site().webServer().errorLog()).anyMatch(line -> line.contains(logged));
    }
}
