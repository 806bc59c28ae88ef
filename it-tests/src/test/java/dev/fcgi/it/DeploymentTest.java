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

/** Starts one deployment for all tests of a class, and checks at the end what it leaves. */
@TestInstance(Lifecycle.PER_CLASS)
@ExtendWith(Evidence.class)
@Timeout(90)
abstract class DeploymentTest implements Contract, Evidence.Source {

    private @Nullable Workspace workspace;
    private @Nullable Deployment deployment;
    private @Nullable Resources before;
    private boolean keep;

    @BeforeAll
    void start() throws IOException, InterruptedException {
        workspace = new Workspace();
        deployment = deploy(workspace);
        before = deployment.resourcesAfter(firstTarget());
    }

    /** {@return what is asked for before what the application holds is counted} */
    abstract String firstTarget();

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
}
