package dev.fcgi.it;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.eclipse.jetty.ee11.webapp.WebAppContext;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.ContextHandlerCollection;
import org.eclipse.jetty.server.handler.GracefulHandler;

/**
 * Jetty with its own HTTP/1.1 connector, started with the listener and contexts of a {@code fcgi run} command line and saying the
 * same line when it is ready. What differs between the two is a difference of ours.
 */
public final class HttpBaseline {

    private HttpBaseline() {}

    /** Runs until it is told to stop. */
    public static void main(String[] arguments) throws Exception {
        Deque<String> rest = new ArrayDeque<>(List.of(arguments));
        Server server = new Server();
        ContextHandlerCollection contexts = new ContextHandlerCollection();
        while (!rest.isEmpty()) {
            String argument = rest.remove();
            if (argument.equals("--listen")) {
                server.addConnector(connector(server, rest.remove()));
            } else {
                contexts.addHandler(context(argument));
            }
        }
        server.setHandler(new GracefulHandler(new Handler.Wrapper(contexts)));
        server.setStopTimeout(20_000);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server)));
        server.start();
        System.out.println("fcgi: ready: baseline");
        server.join();
    }

    private static ServerConnector connector(Server server, String address) {
        HttpConfiguration configuration = new HttpConfiguration();
        configuration.setRelativeRedirectAllowed(false);
        ServerConnector connector = new ServerConnector(server, new HttpConnectionFactory(configuration));
        int colon = address.lastIndexOf(':');
        connector.setHost(address.substring(0, colon));
        connector.setPort(Integer.parseInt(address.substring(colon + 1)));
        return connector;
    }

    private static WebAppContext context(String argument) {
        int equals = argument.indexOf('=');
        return new WebAppContext(argument.substring(equals + 1), argument.substring(0, equals));
    }

    /** The virtual machine would end with 143 after SIGTERM; a clean stop is 0, as it is for the runner. */
    private static void stop(Server server) {
        int code = 0;
        try {
            server.stop();
        } catch (Exception e) {
            code = 1;
        }
        Runtime.getRuntime().halt(code);
    }
}
