package dev.fcgi.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;

/** Users and certificates behind lighttpd. */
@DisplayName("lighttpd | login, TLS, client certificates, Unix socket")
class LighttpdIdentityIT extends IdentityContract {

    LighttpdIdentityIT() {
        super(Application.runner(true));
    }

    @Override
    FrontEnd frontEnd(Sites sites) {
        return new LighttpdIdentity(sites);
    }

    /** Of users and certificates that are wrong on purpose. */
    @BeforeEach
    void expectRefusals() {
        site().webServer().expectErrors("password doesn't match for ");
        site().webServer().expectErrors("SSL: verify error:num=19:self-signed certificate in certificate chain");
    }

    /** lighttpd sends no more than the client's own. */
    @Override
    public List<String> certificateChain() {
        return List.of(Certificates.CLIENT);
    }

    @Override
    @Differs("a certificate that nobody trusts is taken and not believed, unless ssl.verifyclient.enforce is enabled")
    public void assertForgeryRefused(Callable<Integer> attempt) throws Exception {
        assertThat(attempt.call()).isEqualTo(200);
    }

    @Override
    @Differs("there is no variable for the TLS session")
    public String tlsSession() {
        return "-";
    }
}
