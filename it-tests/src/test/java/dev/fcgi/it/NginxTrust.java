package dev.fcgi.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * nginx with the secret and the groups that docs/identity.md shows.
 *
 * @param members the port of a site where passwords are checked
 * @param keyless the port of a site that does not know the secret
 */
record NginxTrust(int members, int keyless) implements FrontEnd {

    @Override
    public String program() {
        return "nginx";
    }

    @Override
    public String configuration(Workspace workspace, int port, ListenAddress application) {
        try {
            Files.copy(Path.of("/etc/nginx/fastcgi_params"), workspace.path("fastcgi_params"));
            String pass = "include fastcgi_params; fastcgi_pass %s; ".formatted(application.text());
            String trust = DocumentedBlock.read("nginx-trust.conf").text();
            String checked = "    fastcgi_param         AUTH_TYPE Basic;\n";
            DocumentedBlock basic = DocumentedBlock.read("nginx-basic.conf")
                    .with("unix:/run/myapp/fcgi.sock", application.text())
                    .with("/etc/nginx", workspace.toString())
                    .with(checked, checked + trust);
            return Nginx.main(
                    workspace,
                    DocumentedBlock.read("nginx-groups.conf").text()
                            + NginxIdentity.server(port, "location / { " + pass + trust + "}\n")
                            + NginxIdentity.server(members, basic.text())
                            + NginxIdentity.server(keyless, "location / { " + pass + "}\n"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public List<String> arguments(Path configuration) {
        return Nginx.foreground(configuration);
    }
}
