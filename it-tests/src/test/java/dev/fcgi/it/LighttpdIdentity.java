package dev.fcgi.it;

import java.io.IOException;

/** lighttpd with the login and the certificates that docs/lighttpd.md shows. */
record LighttpdIdentity(Sites ports) implements LighttpdFrontEnd {

    @Override
    public String content(Workspace workspace, int port, ListenAddress application) throws IOException {
        String modules = "server.modules += ( \"mod_auth\", \"mod_authn_file\" )\n";
        DocumentedBlock login = DocumentedBlock.read("lighttpd/login.conf")
                .with(modules, "")
                .with("/etc/lighttpd", workspace.toString());
        // Modules are asked in the order in which they are named: first who it is.
        return modules
                + LighttpdFrontEnd.documented("lighttpd/fastcgi.conf", workspace, application)
                        .text()
                + "$SERVER[\"socket\"] == \"127.0.0.1:" + ports.basic() + "\" {\n" + login.text() + "}\n"
                + tls(workspace, ports.tls()).text()
                + tls(workspace, ports.unverified()).without("server.modules").text();
    }

    private static DocumentedBlock tls(Workspace workspace, int port) throws IOException {
        return DocumentedBlock.read("lighttpd/tls.conf")
                .with("/etc/lighttpd", workspace.toString())
                .with(":443", "127.0.0.1:" + port);
    }
}
