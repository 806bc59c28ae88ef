package dev.fcgi.embedded;

import dev.fcgi.jetty.FcgiConnectionFactory;
import dev.fcgi.jetty.FcgiUnixConnector;
import dev.fcgi.servlet.TrustPolicy;
import java.nio.file.Path;
import java.util.Map;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.handler.GracefulHandler;

/** Serves a servlet to the web server that connects to a Unix socket: {@code /run/myapp/fcgi.sock 0660}. */
public final class EmbeddedJetty {
    private EmbeddedJetty() {}

    public static void main(String[] args) throws Exception {
        Server server = new Server();

        FcgiConnectionFactory factory = new FcgiConnectionFactory();
        factory.setTrustPolicy(TrustPolicy.parse(Map.of("attributes", "SERVER_SOFTWARE")));
        FcgiUnixConnector connector = new FcgiUnixConnector(server, factory);
        connector.setUnixDomainPath(Path.of(args[0]));
        connector.setMode(args[1]);
        server.addConnector(connector);

        // SECURITY is what shows the servlet the web server's user.
        ServletContextHandler context = new ServletContextHandler("/", ServletContextHandler.SECURITY);
        context.addServlet(new HelloServlet(), "/*");
        server.setHandler(new GracefulHandler(context));

        server.setStopTimeout(30_000);
        server.setStopAtShutdown(true);
        server.start();
    }
}
