package dev.fcgi.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Apache httpd with the secret and the groups that docs/identity.md shows.
 *
 * @param members the port of a site where passwords are checked
 * @param keyless the port of a site that does not know the secret
 */
record ApacheTrust(int members, int keyless) implements FrontEnd {

    @Override
    public String program() {
        return "apache2";
    }

    @Override
    public String configuration(Workspace workspace, int port, ListenAddress application) {
        try {
            String pass = "ProxyPass / \"" + Apache.target(application) + "/\"\n";
            String trust = DocumentedBlock.read("apache-trust.conf").text();
            DocumentedBlock basic = DocumentedBlock.read("apache-basic.conf")
                    .with(ApacheIdentity.DOCUMENTED, Apache.target(application))
                    .with("/etc/apache2", workspace.toString());
            return Apache.main(
                    workspace,
                    ApacheIdentity.listen(port, members, keyless)
                            + ApacheIdentity.site(port, pass + trust)
                            + ApacheIdentity.site(members, basic.text() + trust)
                            + ApacheIdentity.site(keyless, pass));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public List<String> arguments(Path configuration) {
        return Apache.foreground(configuration);
    }
}
