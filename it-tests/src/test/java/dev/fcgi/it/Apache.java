package dev.fcgi.it;

import java.io.IOException;

/**
 * Apache httpd with one site.
 *
 * @param block what docs/apache.md shows for inside of it
 */
record Apache(String block) implements ApacheFrontEnd {

    @Override
    public String sites(Workspace workspace, int port, ListenAddress application) throws IOException {
        return ApacheFrontEnd.listen(port)
                + ApacheFrontEnd.site(
                        port,
                        ApacheFrontEnd.documented(block, workspace, application).text());
    }
}
