package dev.fcgi.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** nginx with the sites that docs/identity.md shows. */
record NginxIdentity(Sites sites) implements FrontEnd {

    @Override
    public String program() {
        return "nginx";
    }

    @Override
    public String configuration(Workspace workspace, int port, ListenAddress application) {
        try {
            Files.copy(Path.of("/etc/nginx/fastcgi_params"), workspace.path("fastcgi_params"));
            return configured(workspace, port, application);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String configured(Workspace workspace, int port, ListenAddress application) throws IOException {
        String open = "location / { include fastcgi_params; fastcgi_pass %s; }".formatted(application.text());
        DocumentedBlock basic = DocumentedBlock.read("nginx-basic.conf")
                .with("unix:/run/myapp/fcgi.sock", application.text())
                .with("/etc/nginx", workspace.toString());
        DocumentedBlock tls = DocumentedBlock.read("nginx-client-certificates.conf")
                .with("unix:/run/myapp/fcgi.sock", application.text())
                .with("/etc/nginx", workspace.toString());
        return Nginx.main(
                workspace,
                server(port, open)
                        + server(sites.basic(), basic.text())
                        + server(
                                sites.unnamed(),
                                basic.without("fastcgi_param +AUTH_TYPE").text())
                        + tls.with("443", "127.0.0.1:" + sites.tls()).text()
                        + tls.with("443", "127.0.0.1:" + sites.unverified())
                                .with("optional;", "optional_no_ca;")
                                .text());
    }

    static String server(int port, String location) {
        return "server {\n listen 127.0.0.1:" + port + ";\n server_name fcgi.test;\n" + location + "}\n";
    }

    @Override
    public List<String> arguments(Path configuration) {
        return Nginx.foreground(configuration);
    }
}
