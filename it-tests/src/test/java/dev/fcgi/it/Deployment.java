package dev.fcgi.it;

import dev.fcgi.it.ApplicationProcess.Resources;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.opentest4j.TestAbortedException;

/** A web server in front of an application server, both running; unless the web server starts and stops the application. */
final class Deployment {

    private final Workspace workspace;
    private @Nullable ApplicationProcess application;
    private final WebServerProcess webServer;
    private final Client client;
    private final int idleSockets;

    private Deployment(
            Workspace workspace,
            @Nullable ApplicationProcess application,
            WebServerProcess webServer,
            int idleSockets) {
        this.workspace = workspace;
        this.application = application;
        this.webServer = webServer;
        this.client = new Client(webServer.port());
        this.idleSockets = idleSockets;
    }

    static Deployment start(Workspace workspace, FrontEnd frontEnd, Application application, Map<String, Path> contexts)
            throws IOException, InterruptedException {
        WebServerProcess.require(frontEnd.program());
        return start(workspace, frontEnd, application.start(workspace, contexts));
    }

    /** Starts a web server in front of an application, which ends with it. */
    static Deployment start(Workspace workspace, FrontEnd frontEnd, ApplicationProcess running)
            throws IOException, InterruptedException {
        try {
            int idleSockets = running.resources().sockets();
            WebServerProcess webServer = WebServerProcess.start(frontEnd, workspace, running.address());
            return new Deployment(workspace, running, webServer, idleSockets);
        } catch (Throwable e) {
            running.kill();
            throw e;
        }
    }

    /**
     * Starts a web server that starts the application itself: the script of {@link SpawnedApplication}.
     *
     * @param options of {@code fcgi script}
     */
    static Deployment spawning(Workspace workspace, FrontEnd frontEnd, Map<String, Path> contexts, String... options)
            throws IOException, InterruptedException {
        WebServerProcess.require(frontEnd.program());
        SpawnedApplication.install(workspace, contexts, options);
        WebServerProcess webServer = WebServerProcess.start(frontEnd, workspace, ListenAddress.unixSocket(workspace));
        return new Deployment(workspace, null, webServer, 0);
    }

    /** Starts a deployment for one test, which stops it; whatever happens it ends, and its logs are printed after a failure. */
    static void whileRunning(Starter starter, Check check) throws Exception {
        Workspace workspace = new Workspace();
        Deployment deployment = null;
        try {
            deployment = starter.start(workspace);
            check.accept(deployment);
        } catch (TestAbortedException skipped) {
            throw skipped;
        } catch (Throwable failure) {
            System.err.println(workspace.evidence());
            throw failure;
        } finally {
            if (deployment != null) {
                deployment.kill();
            }
        }
        workspace.delete();
    }

    /** Starts a deployment in a workspace. */
    interface Starter {
        Deployment start(Workspace workspace) throws Exception;
    }

    /** A test of a running deployment. */
    interface Check {
        void accept(Deployment deployment) throws Exception;
    }

    Client client() {
        return client;
    }

    ApplicationProcess application() {
        if (application == null) {
            throw new IllegalStateException("the web server starts and stops it");
        }
        return application;
    }

    /** Starts the application that has died. */
    void startApplicationAgain() throws IOException {
        application = application().startAgain();
    }

    WebServerProcess webServer() {
        return webServer;
    }

    Workspace workspace() {
        return workspace;
    }

    /** {@return what the application holds after a first request, without the connection it came on} */
    Resources resourcesAfter(String target) throws IOException, InterruptedException {
        client.get(target);
        if (application == null) {
            return new Resources(0, 0, 0);
        }
        Resources now = application.resources();
        return new Resources(idleSockets, now.others(), now.threads());
    }

    /**
     * Stops both and checks what they leave: the web server's log, what the application holds once no connection is left, and
     * its exit code.
     */
    void stop(Resources before) throws IOException, InterruptedException {
        try {
            webServer.stop();
            if (application == null) {
                SpawnedApplication.assertGone(workspace);
            } else {
                application.assertSettlesTo(before);
                application.terminate();
                application.assertEndsCleanly();
            }
            webServer.assertQuietErrorLog();
        } finally {
            kill();
        }
    }

    /** Ends both whatever happens. */
    void kill() throws InterruptedException {
        try {
            webServer.kill();
        } finally {
            if (application == null) {
                SpawnedApplication.kill(workspace);
            } else {
                application.kill();
            }
        }
    }
}
