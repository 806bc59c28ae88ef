package dev.fcgi.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;

/** Paths, requests, bodies and redirects of the contract behind Apache's mod_proxy_fcgi. */
class ApacheIT extends DeploymentTest implements PathContract, RequestContract, BodyContract, RedirectContract {

    @Override
    public Deployment deploy(Workspace workspace) throws IOException, InterruptedException {
        return Deployment.start(workspace, new Apache(true), Application.runner(true), ContractApp.assemble(workspace));
    }

    @Override
    String firstTarget() {
        return "/contract/facts";
    }

    /** mod_proxy_fcgi drops it. */
    @Override
    public void assertLength(RawHead head, long length) {
        assertThat(head.value("Transfer-Encoding")).isEqualTo("chunked");
    }
}
