package dev.fcgi.it;

import java.io.IOException;

/**
 * Caddy with a documented site.
 *
 * @param block the name of the file
 */
record Caddy(String block) implements CaddyFrontEnd {

    @Override
    public String sites(Workspace workspace, int port, ListenAddress application) throws IOException {
        return CaddyFrontEnd.documented(block, workspace, application)
                .with(":80", ":" + port)
                .text();
    }
}
