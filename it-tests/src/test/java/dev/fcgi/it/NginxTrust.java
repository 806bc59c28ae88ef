package dev.fcgi.it;

import java.io.IOException;

/**
 * nginx with the secret and the groups that docs/identity.md shows.
 *
 * @param members the port of a site where passwords are checked
 * @param keyless the port of a site that does not know the secret
 */
record NginxTrust(int members, int keyless) implements NginxFrontEnd {

    @Override
    public String servers(Workspace workspace, int port, ListenAddress application) throws IOException {
        String pass = "include fastcgi_params; fastcgi_pass %s; ".formatted(application.text());
        String trust = DocumentedBlock.read("identity/nginx-trust.conf").text();
        String checked = "    fastcgi_param         AUTH_TYPE Basic;\n";
        DocumentedBlock basic = NginxFrontEnd.documented("identity/nginx-basic.conf", workspace, application)
                .with(checked, checked + trust);
        return DocumentedBlock.read("identity/nginx-groups.conf").text()
                + NginxFrontEnd.server(port, "location / { " + pass + trust + "}\n")
                + NginxFrontEnd.server(members, basic.text())
                + NginxFrontEnd.server(keyless, "location / { " + pass + "}\n");
    }
}
