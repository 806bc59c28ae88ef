package dev.fcgi.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** nginx with its stock parameters: each transport, connections kept or not, responses buffered or not. */
@ParameterizedClass(name = "{0}")
@EnumSource
class NginxIT extends FrontEndContract {

    enum Combination {
        TCP_KEPT_BUFFERED(false, true, true),
        TCP_KEPT_UNBUFFERED(false, true, false),
        TCP_CLOSED_BUFFERED(false, false, true),
        TCP_CLOSED_UNBUFFERED(false, false, false),
        UNIX_KEPT_BUFFERED(true, true, true),
        UNIX_KEPT_UNBUFFERED(true, true, false),
        UNIX_CLOSED_BUFFERED(true, false, true),
        UNIX_CLOSED_UNBUFFERED(true, false, false);

        final boolean unixSocket;
        final boolean keepConnection;
        final boolean buffering;

        Combination(boolean unixSocket, boolean keepConnection, boolean buffering) {
            this.unixSocket = unixSocket;
            this.keepConnection = keepConnection;
            this.buffering = buffering;
        }
    }

    private final Combination combination;

    NginxIT(Combination combination) {
        this.combination = combination;
    }

    @Override
    FrontEnd frontEnd() {
        return Nginx.fastCgi(combination.keepConnection, combination.buffering);
    }

    @Override
    Application application() {
        return Application.runner(combination.unixSocket);
    }

    /** Without fastcgi_keep_conn every request has a connection of its own. */
    @Override
    public void assertConnections(int requests, int connections) {
        assertThat(connections).isEqualTo(combination.keepConnection ? 1 : requests);
    }

    /** nginx without fastcgi_keep_conn takes a closed Unix socket for the end of the response; only TCP has a reset. */
    @Override
    public void assertCut(InputStream body) throws IOException {
        if (combination.unixSocket && !combination.keepConnection) {
            assertThat(body.readAllBytes()).isNotEmpty();
        } else {
            super.assertCut(body);
        }
    }
}
