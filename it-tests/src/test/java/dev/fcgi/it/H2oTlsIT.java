package dev.fcgi.it;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;

/** TLS at h2o, which has neither logins nor client certificates for an application. */
@DisplayName("h2o | TLS, Unix socket")
class H2oTlsIT extends DeploymentTest implements Http2Contract {

    private @Nullable Certificates certificates;
    private @Nullable Sites sites;

    @Override
    public Deployment deploy(Workspace workspace) throws IOException, InterruptedException {
        certificates = Certificates.make(workspace);
        Sites ports = Sites.free();
        sites = ports;
        H2oFrontEnd frontEnd =
                (directory, port, application) -> H2oFrontEnd.documented("h2o/site.conf", directory, application)
                                .with("port: 80\n", "host: 127.0.0.1\n      port: " + port + "\n")
                                .text()
                        + H2oFrontEnd.documented("h2o/tls.conf", directory, application)
                                .with("hosts:\n  default:", "  tls:")
                                .with("port: 443\n", "host: 127.0.0.1\n      port: " + ports.tls() + "\n")
                                .text();
        return Deployment.start(workspace, frontEnd, Application.runner(true), GettersApp.assemble(workspace));
    }

    @Override
    String firstTarget() {
        return "/jakarta/open";
    }

    @Override
    public Sites sites() {
        return java.util.Objects.requireNonNull(sites);
    }

    @Override
    public Certificates certificates() {
        return java.util.Objects.requireNonNull(certificates);
    }

    @Override
    @Differs("HTTP/2.0 is called HTTP/2")
    public String http2() {
        return "HTTP/2(\\.0)?"; // ee8 knows of the one name only
    }
}
