package dev.fcgi.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;

/** Apache httpd with the sites that docs/identity.md shows. */
record ApacheIdentity(Sites sites) implements FrontEnd {

    static final String DOCUMENTED = "unix:/run/myapp/fcgi.sock|fcgi://myapp";

    @Override
    public String program() {
        return "apache2";
    }

    @Override
    public String configuration(Workspace workspace, int port, ListenAddress application) {
        try {
            String target = Apache.target(application);
            DocumentedBlock basic = DocumentedBlock.read("apache-basic.conf")
                    .with(DOCUMENTED, target)
                    .with("/etc/apache2", workspace.toString());
            DocumentedBlock tls = DocumentedBlock.read("apache-client-certificates.conf")
                    .with(DOCUMENTED, target)
                    .with("/etc/apache2", workspace.toString());
            return Apache.main(
                    workspace,
                    listen(port, sites.basic(), sites.tls(), sites.unverified())
                            + site(port, "ProxyPass / \"" + target + "/\"\n")
                            + site(sites.basic(), basic.text())
                            + tls.with("*:443", "127.0.0.1:" + sites.tls()).text()
                            + tls.with("*:443", "127.0.0.1:" + sites.unverified())
                                    .with(" optional\n", " optional_no_ca\n")
                                    .text());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String listen(int... ports) {
        StringBuilder text = new StringBuilder();
        for (int port : ports) {
            text.append("Listen 127.0.0.1:").append(port).append('\n');
        }
        return text.toString();
    }

    static String site(int port, String content) {
        return "<VirtualHost 127.0.0.1:" + port + ">\n" + content + "</VirtualHost>\n";
    }

    @Override
    public List<String> arguments(Path configuration) {
        return Apache.foreground(configuration);
    }
}
