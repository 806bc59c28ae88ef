package dev.fcgi.it;

import java.io.IOException;

/**
 * lighttpd with the secret that docs/lighttpd.md shows, and groups.
 *
 * @param members the port of a site where passwords are checked
 * @param keyless the port of a site that does not know the secret
 */
record LighttpdTrust(int members, int keyless) implements LighttpdFrontEnd {

    @Override
    public String content(Workspace workspace, int port, ListenAddress application) throws IOException {
        DocumentedBlock secret = DocumentedBlock.read("lighttpd/secret.conf");
        String login = DocumentedBlock.read("lighttpd/login.conf")
                .with("/etc/lighttpd", workspace.toString())
                .without("server.modules")
                .text();
        String groups = secret.without("server.modules")
                .with("own\" )", "own\", \"GROUPS\" => \"member, staff\" )")
                .text();
        return "server.modules += ( \"mod_auth\", \"mod_authn_file\", \"mod_setenv\" )\n"
                + LighttpdFrontEnd.documented("lighttpd/below.conf", workspace, application)
                        .with("^/myapp(/|$)", "^/")
                        .with("\"/myapp\"", "\"/\"")
                        .text()
                + site(port, secret.without("server.modules").text())
                + site(members, login + groups)
                + site(keyless, "");
    }

    private static String site(int port, String content) {
        return "$SERVER[\"socket\"] == \"127.0.0.1:" + port + "\" {\n" + content + "}\n";
    }
}
