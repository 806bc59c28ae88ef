package dev.fcgi.benchmarks;

import dev.fcgi.jetty.FcgiConnectionFactory;
import dev.fcgi.jetty.FcgiServerConnector;
import dev.fcgi.jetty.FcgiUnixConnector;
import java.nio.file.Path;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.server.AbstractConnector;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/**
 * A Jetty that serves the {@linkplain Page pages} over one connector; all else is the same for each. Its arguments are
 * {@code fastcgi} or {@code http}, and {@code 127.0.0.1} for a free TCP port there, or {@code unix:} and the path of a
 * Unix socket. When it serves it says where: {@code ready 127.0.0.1:40123}.
 */
public final class JettyServer {
    static final String READY = "ready ";
    static final String FASTCGI = "fastcgi";
    static final String HTTP = "http";
    static final String UNIX = "unix:";

    private JettyServer() {}

    /**
     * Serves until the process is stopped.
     *
     * @param args protocol and address
     * @throws Exception when it cannot start
     */
    public static void main(String[] args) throws Exception {
        String address = args[1];
        Server server = new Server();
        AbstractConnector connector = connector(server, args[0], address);
        server.addConnector(connector);
        ServletContextHandler context = new ServletContextHandler("/");
        for (Page page : Page.values()) {
            context.addServlet(new PageServlet(page), page.path());
        }
        server.setHandler(context);
        server.start();
        System.out.println(
                READY + (connector instanceof ServerConnector tcp ? address + ":" + tcp.getLocalPort() : address));
        server.join();
    }

    private static AbstractConnector connector(Server server, String protocol, String address) {
        if (protocol.equals(FASTCGI) && address.startsWith(UNIX)) {
            FcgiUnixConnector connector = new FcgiUnixConnector(server, new FcgiConnectionFactory());
            connector.setUnixDomainPath(Path.of(address.substring(UNIX.length())));
            connector.setMode("0666"); // nginx's workers may be any user, and its TCP ports are everybody's, too
            return connector;
        }
        ServerConnector connector =
                protocol.equals(FASTCGI) ? new FcgiServerConnector(server, new FcgiConnectionFactory()) : http(server);
        connector.setHost(address);
        connector.setPort(0);
        return connector;
    }

    /** Set up as the FastCGI connector is, wherever both have the same setting. */
    private static ServerConnector http(Server server) {
        ServerConnector connector =
                new ServerConnector(server, new HttpConnectionFactory(FcgiConnectionFactory.newHttpConfiguration()));
        FcgiServerConnector fastCgi = new FcgiServerConnector(server, new FcgiConnectionFactory());
        connector.setIdleTimeout(fastCgi.getIdleTimeout());
        connector.setAcceptQueueSize(fastCgi.getAcceptQueueSize());
        return connector;
    }
}
