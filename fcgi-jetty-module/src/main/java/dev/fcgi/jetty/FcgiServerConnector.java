package dev.fcgi.jetty;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.concurrent.Executor;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SelectorManager;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.annotation.Name;
import org.eclipse.jetty.util.thread.Invocable;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * Listens on TCP, on the loopback interface unless told otherwise: whoever can connect can say who the user is. Another
 * address needs {@linkplain FcgiConnectionFactory#setAllowedPeers the web servers' addresses} or a secret.
 *
 * <p>Accepted sockets have TCP_NODELAY set.
 */
public class FcgiServerConnector extends ServerConnector {
    /**
     * Milliseconds after which an idle connection is closed: longer than nginx keeps one (60 seconds), so that the web
     * server, which knows whether it is about to send a request, is the one that closes.
     */
    static final long DEFAULT_IDLE_TIMEOUT = 75_000;

    /** With Java's own, 50, the connections of a burst wait for a retransmission. */
    static final int DEFAULT_ACCEPT_QUEUE_SIZE = 1024;

    private static final String LOOPBACK = "127.0.0.1";
    private static final int DEFAULT_PORT = 9000;

    private final FcgiConnectionFactory factory;
    private final ConnectionLimit connectionLimit = new ConnectionLimit(this);

    /**
     * Makes a connector for {@code 127.0.0.1:9000}.
     *
     * @param server the server whose handlers serve the requests
     * @param factory makes the connections
     */
    public FcgiServerConnector(@Name("server") Server server, @Name("factory") FcgiConnectionFactory factory) {
        super(server, new ConnectionFactory[] {factory});
        this.factory = factory;
        setHost(LOOPBACK);
        setPort(DEFAULT_PORT);
        setAcceptQueueSize(DEFAULT_ACCEPT_QUEUE_SIZE);
        setIdleTimeout(DEFAULT_IDLE_TIMEOUT);
    }

    /** Opens connections in the selector's thread: they need no other, and are answered although all are busy. */
    @Override
    protected SelectorManager newSelectorManager(Executor executor, Scheduler scheduler, int selectors) {
        return new ServerConnectorManager(executor, scheduler, selectors) {
            @Override
            protected void execute(Runnable task) {
                if (task instanceof ManagedSelector.SelectorUpdate) {
                    Invocable.invokeNonBlocking(task);
                } else {
                    super.execute(task);
                }
            }
        };
    }

    @Override
    protected void doStart() throws Exception {
        connectionLimit.start();
        super.doStart();
    }

    @Override
    protected void doStop() throws Exception {
        super.doStop();
        connectionLimit.stop();
    }

    /**
     * {@inheritDoc}
     *
     * @throws IOException when the host is not a loopback address and neither peers nor a secret are set, when it is
     *     unknown, or when the port is in use
     */
    @Override
    public void open() throws IOException {
        requireProtectedHost();
        super.open();
    }

    /** @throws IOException when the host is one that this connector does not listen on */
    void requireProtectedHost() throws IOException {
        PeerProtection.require(factory, resolve(getHost()));
    }

    private static InetSocketAddress resolve(String host) throws IOException {
        try {
            return host == null ? new InetSocketAddress(0) : new InetSocketAddress(InetAddress.getByName(host), 0);
        } catch (UnknownHostException x) {
            throw new IOException("listener address " + host + " is unknown: use 127.0.0.1, ::1 or a Unix socket", x);
        }
    }
}
