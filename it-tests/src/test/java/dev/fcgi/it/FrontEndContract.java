package dev.fcgi.it;

import java.io.IOException;

/**
 * Everything a servlet application can expect behind a web server, once, by topics. A class for a web server says how to start it
 * and the application; where a web server must differ, it overrides an expectation and says why.
 */
abstract class FrontEndContract extends DeploymentTest
        implements PathContract,
                RequestContract,
                ConnectionContract,
                BodyContract,
                ResponseContract,
                RedirectContract,
                AsyncContract,
                FailureContract,
                StopContract {

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
