package dev.fcgi.it;

import java.io.IOException;

/** Apache httpd with the sites that docs/identity.md shows. */
record ApacheIdentity(Sites ports) implements ApacheFrontEnd {

    @Override
    public String sites(Workspace workspace, int port, ListenAddress application) throws IOException {
        DocumentedBlock basic = ApacheFrontEnd.documented("identity/apache-basic.conf", workspace, application);
        DocumentedBlock tls =
                ApacheFrontEnd.documented("identity/apache-client-certificates.conf", workspace, application);
        return ApacheFrontEnd.listen(port, ports.basic(), ports.tls(), ports.unverified())
                + ApacheFrontEnd.site(port, "ProxyPass / \"" + ApacheFrontEnd.target(application) + "/\"\n")
                + ApacheFrontEnd.site(ports.basic(), basic.text())
                + tls.with("*:443", "127.0.0.1:" + ports.tls()).text()
                + tls.with("*:443", "127.0.0.1:" + ports.unverified())
                        .with(" optional\n", " optional_no_ca\n")
                        .text();
    }
}
