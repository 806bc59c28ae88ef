package dev.fcgi.it;

import dev.fcgi.it.ApplicationProcess.Resources;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** A web server in front of an application server, both running. */
final class Deployment {

    private final Workspace workspace;
    private final ApplicationProcess application;
    private final WebServerProcess webServer;
    private final Client client;
    private final int idleSockets;

    private Deployment(
            Workspace workspace, ApplicationProcess application, WebServerProcess webServer, int idleSockets) {
        this.workspace = workspace;
        this.application = application;
        this.webServer = webServer;
        this.client = new Client(webServer.port());
        this.idleSockets = idleSockets;
    }

    static Deployment start(Workspace workspace, FrontEnd frontEnd, Application application, Map<String, Path> contexts)
            throws IOException, InterruptedException {
        WebServerProcess.require(frontEnd.program());
        ApplicationProcess running = application.start(workspace, contexts);
        try {
            int idleSockets = running.resources().sockets();
            WebServerProcess webServer = WebServerProcess.start(frontEnd, workspace, running.address());
            return new Deployment(workspace, running, webServer, idleSockets);
        } catch (Throwable e) {
            running.kill();
            throw e;
        }
    }

    Client client() {
        return client;
    }

    ApplicationProcess application() {
        return application;
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
            application.assertSettlesTo(before);
            application.terminate();
            application.assertEndsCleanly();
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
            application.kill();
        }
    }
}
