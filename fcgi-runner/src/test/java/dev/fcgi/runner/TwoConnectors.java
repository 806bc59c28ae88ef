package dev.fcgi.runner;

import dev.fcgi.jetty.FcgiConnectionFactory;
import dev.fcgi.jetty.FcgiServerConnector;
import java.nio.file.Path;
import java.util.Locale;
import org.eclipse.jetty.security.HashLoginService;
import org.eclipse.jetty.security.UserStore;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.ContextHandlerCollection;
import org.eclipse.jetty.util.security.Credential;

/**
 * A server that deploys as {@code fcgi run} does, and that has what this does not offer: an HTTP connector, and a realm. Runs as
 * a process of its own, because the class path has to be that of the distribution, and until its standard input ends.
 */
final class TwoConnectors {
    static final String REALM = "the realm";

    private TwoConnectors() {}

    /**
     * Serves.
     *
     * @param args the distribution, then {@code eeN=/path=WAR} for each web application
     */
    public static void main(String[] args) throws Exception {
        Server server = new Server();
        server.addBean(realm());
        FcgiServerConnector fcgi = new FcgiServerConnector(server, new FcgiConnectionFactory());
        fcgi.setPort(0);
        server.addConnector(fcgi);
        ServerConnector http = new ServerConnector(server);
        http.setPort(0);
        server.addConnector(http);
        ContextHandlerCollection contexts = new ContextHandlerCollection();
        server.setHandler(contexts);
        server.start();
        try (Deployment deployment = new Deployment(server, contexts, new Distribution(Path.of(args[0])))) {
            for (int i = 1; i < args.length; i++) {
                String[] application = args[i].split("=", 3);
                deployment.deploy(
                        new WebApp(application[1], Path.of(application[2])),
                        EeEnvironment.valueOf(application[0].toUpperCase(Locale.ROOT)));
            }
            System.out.println(fcgi.getLocalPort() + " " + http.getLocalPort());
            while (System.in.read() >= 0) {
                // until whoever has started this is done, or gone
            }
            server.stop();
        }
    }

    private static HashLoginService realm() {
        UserStore users = new UserStore();
        users.addUser("alice", Credential.getCredential("wonder"), new String[] {"admin"});
        users.addUser("bob", Credential.getCredential("builder"), new String[0]);
        users.addUser("CN=carol, O=Example", Credential.getCredential(""), new String[] {"admin"});
        users.addUser("CN=carol,O=Example", Credential.getCredential(""), new String[] {"admin"});
        HashLoginService realm = new HashLoginService(REALM);
        realm.setUserStore(users);
        return realm;
    }
}
