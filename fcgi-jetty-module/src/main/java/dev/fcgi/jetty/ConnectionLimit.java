package dev.fcgi.jetty;

import org.eclipse.jetty.server.AbstractConnector;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.util.component.LifeCycle;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a connector to the number of connections that its factory allows: further ones wait in the system's queue.
 * Started and stopped with the connector, but not by it, as Jetty's limit adds and removes itself.
 */
final class ConnectionLimit {
    private final AbstractConnector connector;
    private @Nullable NetworkConnectionLimit limit;

    ConnectionLimit(AbstractConnector connector) {
        this.connector = connector;
    }

    void start() {
        FcgiConnectionFactory factory = connector.getConnectionFactory(FcgiConnectionFactory.class);
        limit = new NetworkConnectionLimit(factory.getMaxConnections(), connector);
        LifeCycle.start(limit);
    }

    void stop() {
        LifeCycle.stop(limit);
    }
}
