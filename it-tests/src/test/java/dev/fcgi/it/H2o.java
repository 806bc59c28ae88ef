package dev.fcgi.it;

import java.io.IOException;

/**
 * h2o with documented hosts.
 *
 * @param block the name of the file
 */
record H2o(String block) implements H2oFrontEnd {

    @Override
    public String hosts(Workspace workspace, int port, ListenAddress application) throws IOException {
        return H2oFrontEnd.documented(block, workspace, application)
                .with("port: 80\n", "host: 127.0.0.1\n      port: " + port + "\n")
                .text();
    }
}
