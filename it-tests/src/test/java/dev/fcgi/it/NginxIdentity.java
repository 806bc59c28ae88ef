package dev.fcgi.it;

import java.io.IOException;

/** nginx with the sites that docs/identity.md shows. */
record NginxIdentity(Sites sites) implements NginxFrontEnd {

    @Override
    public String servers(Workspace workspace, int port, ListenAddress application) throws IOException {
        String open = "location / { include fastcgi_params; fastcgi_pass %s; }".formatted(application.text());
        DocumentedBlock basic = NginxFrontEnd.documented("identity/nginx-basic.conf", workspace, application);
        DocumentedBlock tls =
                NginxFrontEnd.documented("identity/nginx-client-certificates.conf", workspace, application);
        return NginxFrontEnd.server(port, open)
                + NginxFrontEnd.server(sites.basic(), basic.text())
                + NginxFrontEnd.server(
                        sites.unnamed(),
                        basic.without("fastcgi_param +AUTH_TYPE").text())
                + tls.with("443 ssl", "127.0.0.1:" + sites.tls() + " ssl").text()
                + tls.with("443 ssl", "127.0.0.1:" + sites.unverified() + " ssl")
                        .with("optional;", "optional_no_ca;")
                        .text();
    }
}
