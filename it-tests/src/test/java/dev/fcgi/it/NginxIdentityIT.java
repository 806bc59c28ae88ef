package dev.fcgi.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Users and certificates behind nginx. */
@DisplayName("nginx | login, TLS, client certificates, Unix socket")
class NginxIdentityIT extends IdentityContract {

    NginxIdentityIT() {
        super(Application.runner(true));
    }

    @Override
    FrontEnd frontEnd(Sites sites) {
        return new NginxIdentity(sites);
    }

    /** nginx has no variable for those above the client's own. */
    @Override
    public List<String> certificateChain() {
        return List.of(Certificates.CLIENT);
    }

    /** nginx answers in the connection. */
    @Override
    public void assertForgeryRefused(Callable<Integer> attempt) throws Exception {
        assertThat(attempt.call()).isEqualTo(400);
    }

    /** nginx sends REMOTE_USER for any password. */
    @Test
    void whoForgetsToSayThatThePasswordWasCheckedIsTold() throws Exception {
        String field = Passwords.field("alice", "secret");
        for (String context : List.of("/jakarta", "/javax")) {
            try (RawHttp connection = connect(sites().unnamed())) {
                table(connection, sites().unnamed(), context, "/open")
                        .compare(ask(connection, context + "/open", field));
            }
            try (RawHttp connection = connect(sites().unnamed())) {
                assertThat(request(connection, context + "/constrained", field).status())
                        .isEqualTo(403);
            }
        }
        assertThat(site().application().log())
                .containsOnlyOnce("REMOTE_USER was sent without AUTH_TYPE")
                .contains("fastcgi_param AUTH_TYPE Basic");
    }
}
