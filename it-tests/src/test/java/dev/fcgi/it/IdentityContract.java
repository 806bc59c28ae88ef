package dev.fcgi.it;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** What an application knows of its clients, and what none of them can make it believe. */
abstract class IdentityContract extends DeploymentTest
        implements LoginContract, CertificateContract, HostileContract, Http2Contract {

    private final Application application;
    private @Nullable Sites sites;
    private @Nullable Certificates certificates;

    IdentityContract(Application application) {
        this.application = application;
    }

    @Override
    public Deployment deploy(Workspace workspace) throws IOException, InterruptedException {
        certificates = Certificates.make(workspace);
        sites = Sites.free();
        Passwords.write(workspace);
        return Deployment.start(workspace, frontEnd(sites), application, GettersApp.assemble(workspace));
    }

    @Override
    String firstTarget() {
        return "/jakarta/open";
    }

    abstract FrontEnd frontEnd(Sites sites);

    @Override
    public Sites sites() {
        return started(sites);
    }

    @Override
    public Certificates certificates() {
        return started(certificates);
    }

    static <T> T started(@Nullable T value) {
        if (value == null) {
            throw new IllegalStateException("not started");
        }
        return value;
    }
}
