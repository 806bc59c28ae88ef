package dev.fcgi.it;

import java.io.IOException;
import java.nio.file.Files;

/** HAProxy with the login and the certificates that docs/haproxy.md shows. */
record HaproxyIdentity(Sites ports) implements HaproxyFrontEnd {

    @Override
    public String sections(Workspace workspace, int port, ListenAddress application) throws IOException {
        Files.writeString(
                workspace.path("site.pem"),
                Files.readString(workspace.path("server.pem")) + Files.readString(workspace.path("server.key")));
        // The open site uses the backend of the other, which takes a password away that is not right.
        String open = "frontend open\n    bind 127.0.0.1:" + port + "\n    default_backend myapp\n";
        return block("login", workspace, application)
                        .with(":80", "127.0.0.1:" + ports.basic())
                        .text()
                + open
                + tls("tls", workspace, application, ports.tls()).text()
                + tls("unverified", workspace, application, ports.unverified())
                        .with("verify optional", "verify optional crt-ignore-err all ca-ignore-err all")
                        .text();
    }

    /** Names are to differ in a configuration. */
    private static DocumentedBlock tls(String name, Workspace workspace, ListenAddress application, int port)
            throws IOException {
        return block("tls", workspace, application)
                .with(":443", "127.0.0.1:" + port)
                .with("frontend www", "frontend " + name)
                .with("_backend myapp", "_backend " + name)
                .with("backend myapp", "backend " + name)
                .with("-app myapp", "-app " + name);
    }

    private static DocumentedBlock block(String name, Workspace workspace, ListenAddress application)
            throws IOException {
        return HaproxyFrontEnd.documented("haproxy/" + name + ".conf", workspace, application);
    }
}
