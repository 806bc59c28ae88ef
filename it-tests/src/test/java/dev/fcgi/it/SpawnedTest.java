package dev.fcgi.it;

import java.io.IOException;
import java.util.List;

/** Topics of the contract where the web server starts the application. */
abstract class SpawnedTest extends DeploymentTest {

    @Override
    public Deployment deploy(Workspace workspace) throws IOException, InterruptedException {
        return Deployment.spawning(
                workspace,
                frontEnd(),
                ContractApp.assemble(workspace),
                scriptOptions().toArray(String[]::new));
    }

    @Override
    String firstTarget() {
        return "/contract/facts";
    }

    abstract FrontEnd frontEnd();

    /** {@return options of {@code fcgi script}} */
    List<String> scriptOptions() {
        return List.of();
    }
}
