package dev.fcgi.it;

import java.io.IOException;

/**
 * Apache httpd with the secret and the groups that docs/identity.md shows.
 *
 * @param members the port of a site where passwords are checked
 * @param keyless the port of a site that does not know the secret
 */
record ApacheTrust(int members, int keyless) implements ApacheFrontEnd {

    @Override
    public String sites(Workspace workspace, int port, ListenAddress application) throws IOException {
        String pass = "ProxyPass / \"" + ApacheFrontEnd.target(application) + "/\"\n";
        String trust = DocumentedBlock.read("identity/apache-trust.conf").text();
        DocumentedBlock basic = ApacheFrontEnd.documented("identity/apache-basic.conf", workspace, application);
        return ApacheFrontEnd.listen(port, members, keyless)
                + ApacheFrontEnd.site(port, pass + trust)
                + ApacheFrontEnd.site(members, basic.text() + trust)
                + ApacheFrontEnd.site(keyless, pass);
    }
}
