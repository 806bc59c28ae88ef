package dev.fcgi.jetty;

import java.net.SocketAddress;
import java.util.Deque;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.server.ConnectionMetaData;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpChannel;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.util.HostPort;

/**
 * The {@link HttpChannel}s of a connector, each for one request at a time: what Jetty and a servlet context keep with one
 * need not be made for every request. Those that wait belong to no connection, so that an idle connection has none.
 * Thread safe, and never waits.
 */
final class HttpChannelPool {
    /** The most that wait: as many as requests that run at once on a busy server; more are made when they are needed. */
    private static final int MAX_WAITING = 64;

    private static final HttpChannel.Factory CHANNELS = new HttpChannel.DefaultFactory();

    private final Connector connector;
    private final HttpConfiguration httpConfiguration;
    /** The last one first: it is the most likely to be in a cache of the processor. */
    private final Deque<Pooled> waiting = new ConcurrentLinkedDeque<>();

    private final AtomicInteger size = new AtomicInteger();

    HttpChannelPool(Connector connector, HttpConfiguration httpConfiguration) {
        this.connector = connector;
        this.httpConfiguration = httpConfiguration;
    }

    /** {@return a channel for a request} */
    Pooled acquire(RequestMetaData metaData) {
        Pooled pooled = waiting.pollFirst();
        if (pooled == null) {
            return new Pooled(metaData);
        }
        size.decrementAndGet();
        pooled.metaData = metaData;
        return pooled;
    }

    /**
     * Takes a channel back whose request has ended without any fault, and that nobody calls any more. Others are left to
     * the garbage collector.
     */
    void release(Pooled pooled) {
        pooled.channel.recycle();
        if (size.incrementAndGet() <= MAX_WAITING) {
            waiting.addFirst(pooled);
        } else {
            size.decrementAndGet();
        }
    }

    /**
     * A channel, and the metadata it was made with for good: those of its present request. Handlers get a request with
     * metadata of its own, which is still right when an application uses it too late.
     */
    final class Pooled implements ConnectionMetaData {
        private volatile RequestMetaData metaData;
        private final HttpChannel channel;

        private Pooled(RequestMetaData metaData) {
            this.metaData = metaData;
            this.channel = CHANNELS.newHttpChannel(this);
        }

        HttpChannel channel() {
            return channel;
        }

        /** {@return those of its present request} */
        RequestMetaData metaData() {
            return metaData;
        }

        @Override
        public Connector getConnector() {
            return connector;
        }

        @Override
        public HttpConfiguration getHttpConfiguration() {
            return httpConfiguration;
        }

        @Override
        public boolean isPersistent() {
            return metaData.isPersistent();
        }

        @Override
        public String getId() {
            return metaData.getId();
        }

        @Override
        public HttpVersion getHttpVersion() {
            return metaData.getHttpVersion();
        }

        @Override
        public String getProtocol() {
            return metaData.getProtocol();
        }

        @Override
        public Connection getConnection() {
            return metaData.getConnection();
        }

        @Override
        public boolean isSecure() {
            return metaData.isSecure();
        }

        @Override
        public SocketAddress getRemoteSocketAddress() {
            return metaData.getRemoteSocketAddress();
        }

        @Override
        public SocketAddress getLocalSocketAddress() {
            return metaData.getLocalSocketAddress();
        }

        @Override
        public HostPort getServerAuthority() {
            return metaData.getServerAuthority();
        }

        @Override
        public Object removeAttribute(String name) {
            return metaData.removeAttribute(name);
        }

        @Override
        public Object setAttribute(String name, Object attribute) {
            return metaData.setAttribute(name, attribute);
        }

        @Override
        public Object getAttribute(String name) {
            return metaData.getAttribute(name);
        }

        @Override
        public Set<String> getAttributeNameSet() {
            return metaData.getAttributeNameSet();
        }

        @Override
        public void clearAttributes() {
            metaData.clearAttributes();
        }
    }
}
