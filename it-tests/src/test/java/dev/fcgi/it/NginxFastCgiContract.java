package dev.fcgi.it;

import static org.assertj.core.api.Assertions.assertThat;

/** The contract behind nginx with its stock parameters. */
abstract class NginxFastCgiContract extends FrontEndTopics {

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

        @Override
        @Differs("every request has a connection of its own, unless fastcgi_keep_conn is on")
        public void assertConnections(int requests, int connections) {
            assertThat(connections).as("connections").isEqualTo(requests);
        }
    }
}
