package dev.fcgi.it;

import java.io.IOException;
import java.util.function.UnaryOperator;

/**
 * lighttpd.
 *
 * @param block what docs/lighttpd.md shows
 * @param change what else there is
 */
record Lighttpd(String block, UnaryOperator<DocumentedBlock> change) implements LighttpdFrontEnd {

    @Override
    public String content(Workspace workspace, int port, ListenAddress application) throws IOException {
        return change.apply(LighttpdFrontEnd.documented(block, workspace, application))
                        .text()
                + DocumentedBlock.read("lighttpd/uploads.conf")
                        .with("/myapp/", "/contract/")
                        .text();
    }
}
