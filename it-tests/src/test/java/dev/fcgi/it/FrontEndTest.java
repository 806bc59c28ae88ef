package dev.fcgi.it;

import java.io.IOException;

/** Topics of the contract behind one web server, in one configuration. */
abstract class FrontEndTest extends DeploymentTest {

    @Override
    public Deployment deploy(Workspace workspace) throws IOException, InterruptedException {
        return Deployment.start(workspace, frontEnd(), application(), ContractApp.assemble(workspace));
    }

    @Override
    String firstTarget() {
        return "/contract/facts";
    }

    abstract FrontEnd frontEnd();

    abstract Application application();
}
