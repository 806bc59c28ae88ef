package dev.fcgi.it;

import java.io.IOException;

/** Caddy with the login and the certificates that docs/caddy.md shows. */
record CaddyIdentity(Sites ports) implements CaddyFrontEnd {

    @Override
    public String sites(Workspace workspace, int port, ListenAddress application) throws IOException {
        return block("site", workspace, application).with(":80", ":" + port).text()
                + block("login", workspace, application)
                        .with(":80", ":" + ports.basic())
                        .text()
                + tls(workspace, application, ports.tls()).text()
                + tls(workspace, application, ports.unverified())
                        .with("verify_if_given", "request")
                        .without("\t+trusted_ca_cert_file")
                        .without("\t+env SSL_CLIENT_VERIFY")
                        .text();
    }

    /** Of the suites of TLS 1.2 only the one that the contract asks for. */
    private static DocumentedBlock tls(Workspace workspace, ListenAddress application, int port) throws IOException {
        return block("tls", workspace, application)
                .with(":443", ":" + port)
                .with("\t\tclient_auth", "\t\tciphers TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384\n\t\tclient_auth");
    }

    private static DocumentedBlock block(String name, Workspace workspace, ListenAddress application)
            throws IOException {
        return CaddyFrontEnd.documented("caddy/" + name + ".conf", workspace, application);
    }
}
