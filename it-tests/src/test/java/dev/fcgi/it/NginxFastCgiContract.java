package dev.fcgi.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;

/** The contract behind nginx with its stock parameters. */
abstract class NginxFastCgiContract extends FrontEndContract {

    private final Application application;
    private final boolean keepConnection;
    private final boolean buffering;

    NginxFastCgiContract(Application application, boolean keepConnection, boolean buffering) {
        this.application = application;
        this.keepConnection = keepConnection;
        this.buffering = buffering;
    }

    @Override
    FrontEnd frontEnd() {
        return Nginx.fastCgi(keepConnection, buffering);
    }

    @Override
    Application application() {
        return application;
    }

    /** Without fastcgi_keep_conn. */
    abstract static class Closing extends NginxFastCgiContract {

        Closing(Application application, boolean buffering) {
            super(application, false, buffering);
        }

        /** Every request has a connection of its own. */
        @Override
        public void assertConnections(int requests, int connections) {
            assertThat(connections).as("connections").isEqualTo(requests);
        }
    }

    /** Without fastcgi_keep_conn, over a Unix socket. */
    abstract static class ClosingUnix extends Closing {

        ClosingUnix(Application application, boolean buffering) {
            super(application, buffering);
        }

        /** nginx takes the closed connection for the end of the response, and a Unix socket has no reset to tell it better. */
        @Override
        public void assertCut(InputStream body) throws IOException {
            assertThat(body.readAllBytes()).isNotEmpty();
        }
    }

    /** With fastcgi_keep_conn and fastcgi_buffering off, over a Unix socket. */
    abstract static class KeptUnbufferedUnix extends NginxFastCgiContract {

        KeptUnbufferedUnix(Application application) {
            super(application, true, false);
        }

        /** Without buffering, nginx takes a closed connection for the end of a response of unknown length here too. */
        @Override
        public void assertCut(InputStream body) throws IOException {
            assertThat(body.readAllBytes()).isNotEmpty();
        }
    }
}
