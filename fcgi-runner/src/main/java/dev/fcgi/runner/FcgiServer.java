package dev.fcgi.runner;

import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.handler.ContextHandlerCollection;
import org.eclipse.jetty.server.handler.DefaultHandler;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.VirtualThreads;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.VirtualThreadPool;

/** Listeners, threads and web applications of one {@code fcgi run}. One thread starts, drains and closes it. */
final class FcgiServer implements AutoCloseable {
    // Whoever is still running when the pool stops has had the drain time already.
    private static final long POOL_STOP_MILLIS = 1000;

    private final RunSettings settings;
    private final Server server;
    private final GracefulHandler requests;
    private final Lifetime lifetime;
    private final Listeners listeners;
    private final Deployment deployment;

    /**
     * Makes a server.
     *
     * @param finish asks for the end when there have been enough requests, or none for too long
     * @throws UsageException if virtual threads are wanted where there are none
     */
    FcgiServer(RunSettings settings, Distribution distribution, Runnable finish) {
        this.settings = settings;
        server = new Server(threadPool(settings));
        ContextHandlerCollection contexts = new ContextHandlerCollection();
        requests = new GracefulHandler(contexts);
        lifetime = new Lifetime(requests, settings.exitAfterRequests(), settings.idleExit(), finish);
        server.setHandler(lifetime);
        server.setDefaultHandler(new DefaultHandler(false, false));
        listeners = new Listeners(server, settings);
        deployment = new Deployment(server, contexts, distribution);
    }

    /**
     * Opens, then deploys, in this order: a used port is known before web applications take their time, and web servers
     * that connect meanwhile wait instead of being refused.
     *
     * @throws OperatorException if a listener or a web application does not start
     */
    void start() throws Exception {
        settings.webApps().forEach(WebAppFiles::requireReadable);
        listeners.open();
        server.start();
        for (WebApp webApp : settings.webApps()) {
            deployment.deploy(webApp, settings.ee());
        }
    }

    /** @throws OperatorException if a listener does not start */
    void serve() {
        listeners.start();
        lifetime.serving();
    }

    /** {@return the addresses as web servers have to name them} */
    String listeners() {
        return String.join(", ", listeners.addresses());
    }

    /** {@return each context path, with what is deployed there} */
    String contexts() {
        return deployment.deployed().stream()
                .map(it -> "%s (%s, %s)"
                        .formatted(it.webApp().contextPath(), it.webApp().fileName(), it.ee()))
                .map(OneLine::of)
                .collect(Collectors.joining(", "));
    }

    /**
     * Stops accepting and waits for the requests that are running.
     *
     * @param hurry when done, nothing is waited for any more
     */
    void drain(CompletableFuture<Void> hurry) {
        new Drain(listeners.connectors(), requests).await(settings.drain(), hurry);
    }

    /** Stops whatever was started, and removes what was written. */
    @Override
    public void close() throws Exception {
        try {
            listeners.close();
            server.stop();
        } finally {
            deployment.close();
        }
    }

    private static QueuedThreadPool threadPool(RunSettings settings) {
        QueuedThreadPool threadPool = new QueuedThreadPool(settings.threads());
        threadPool.setName("fcgi");
        threadPool.setStopTimeout(POOL_STOP_MILLIS);
        if (settings.virtualThreads()) {
            if (!VirtualThreads.areSupported()) {
                throw new UsageException("--virtual-threads needs Java 21 or newer, and this is Java "
                        + Runtime.version().feature());
            }
            VirtualThreadPool virtual = new VirtualThreadPool(settings.threads());
            virtual.setName("fcgi-virtual-");
            threadPool.setVirtualThreadsExecutor(virtual);
            threadPool.addBean(virtual); // which starts it
        }
        return threadPool;
    }
}
