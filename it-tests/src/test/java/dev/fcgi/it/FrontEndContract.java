package dev.fcgi.it;

import dev.fcgi.it.ApplicationProcess.Resources;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Everything a servlet application can expect behind a web server, once, by topics. A class for a web server says how to start it
 * and the application; where a web server must differ, it overrides an expectation and says why.
 */
@TestInstance(Lifecycle.PER_CLASS)
@ExtendWith(Evidence.class)
@Timeout(90)
abstract class FrontEndContract
        implements PathContract,
                RequestContract,
                ConnectionContract,
                BodyContract,
                ResponseContract,
                RedirectContract,
                AsyncContract,
                FailureContract,
                StopContract,
                Evidence.Source {

    private @Nullable Workspace workspace;
    private @Nullable Deployment deployment;
    private @Nullable Resources before;
    private boolean keep;

    @BeforeAll
    void start() throws IOException, InterruptedException {
        workspace = new Workspace();
        deployment = deploy(workspace);
        before = deployment.resourcesAfter("/contract/facts");
    }

    @AfterAll
    void stop() throws IOException, InterruptedException {
        if (deployment != null && before != null) {
            deployment.stop(before);
        }
        if (!keep && workspace != null) {
            workspace.delete();
        }
    }

    @Override
    public Deployment deploy(Workspace workspace) throws IOException, InterruptedException {
        return Deployment.start(workspace, frontEnd(), application(), ContractApp.assemble(workspace));
    }

    @Override
    public Deployment site() {
        if (deployment == null) {
            throw new IllegalStateException("not started");
        }
        return deployment;
    }

    @Override
    public String keepEvidence() throws IOException {
        keep = true;
        return workspace == null ? "nothing was started" : workspace.evidence();
    }

    abstract FrontEnd frontEnd();

    abstract Application application();
}
