package dev.fcgi.it;

import java.io.IOException;

/**
 * HAProxy with a documented frontend and backend.
 *
 * @param block the name of the file
 */
record Haproxy(String block) implements HaproxyFrontEnd {

    @Override
    public String sections(Workspace workspace, int port, ListenAddress application) throws IOException {
        return HaproxyFrontEnd.documented(block, workspace, application)
                .with(":80", "127.0.0.1:" + port)
                .text();
    }
}
