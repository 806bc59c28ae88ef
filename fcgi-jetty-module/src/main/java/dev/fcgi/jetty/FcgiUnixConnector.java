package dev.fcgi.jetty;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SelectorManager;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.server.AbstractConnector;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.annotation.ManagedAttribute;
import org.eclipse.jetty.util.annotation.ManagedObject;
import org.eclipse.jetty.util.annotation.Name;
import org.eclipse.jetty.util.thread.AutoLock;
import org.eclipse.jetty.util.thread.Invocable;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * Listens on a Unix socket: one that it makes, or one that the process was started with (FastCGI 1.0, section 2.2),
 * which may as well be a TCP socket. Who may connect to the former is decided by the mode and group of its file, which
 * it has from the moment it appears.
 */
@ManagedObject("FastCGI connector on a Unix socket")
public class FcgiUnixConnector extends AbstractConnector {
    /** In the directory that systemd makes for a service called jetty. */
    static final Path DEFAULT_PATH = Path.of("/run/jetty/fastcgi.sock");

    private static final String DEFAULT_MODE = "0660";

    /** A full queue refuses connections at once on a Unix socket, which nginx answers with 502. */
    private static final int DEFAULT_ACCEPT_QUEUE_SIZE = FcgiServerConnector.DEFAULT_ACCEPT_QUEUE_SIZE;

    private final FcgiConnectionFactory factory;
    private final UnixSelectorManager selectorManager;
    private final ConnectionLimit connectionLimit = new ConnectionLimit(this);
    private final AutoLock lock = new AutoLock();
    private @Nullable Path unixDomainPath;
    private String mode = DEFAULT_MODE;
    private @Nullable String group;
    private int acceptQueueSize = DEFAULT_ACCEPT_QUEUE_SIZE;
    private boolean inheritChannel;
    private @Nullable ListeningSocket socket;

    /**
     * Makes a connector; {@link #setUnixDomainPath} or {@link #setInheritChannel} must be called before it is started.
     *
     * @param server the server whose handlers serve the requests
     * @param factory makes the connections
     */
    public FcgiUnixConnector(@Name("server") Server server, @Name("factory") FcgiConnectionFactory factory) {
        super(server, null, null, null, 1, new ConnectionFactory[] {factory});
        this.factory = factory;
        selectorManager = new UnixSelectorManager(getExecutor(), getScheduler());
        installBean(selectorManager, true);
        setIdleTimeout(FcgiServerConnector.DEFAULT_IDLE_TIMEOUT);
    }

    /** {@return where the socket's file is} */
    @ManagedAttribute("where the socket's file is")
    public @Nullable Path getUnixDomainPath() {
        return unixDomainPath;
    }

    /**
     * Sets where the socket's file is.
     *
     * @param unixDomainPath its path; see {@link #pathProblem}
     */
    public void setUnixDomainPath(Path unixDomainPath) {
        this.unixDomainPath = unixDomainPath;
    }

    /**
     * Tells whether a socket can have a path at all: Java takes 106 bytes, of which this connector needs some in
     * passing.
     *
     * @param path the path
     * @return what is wrong with it, for the operator, or {@code null}
     */
    public static @Nullable String pathProblem(Path path) {
        return UnixSocketFile.problem(path);
    }

    /** {@return whether the socket is one that the process was started with} */
    @ManagedAttribute("whether the socket is one that the process was started with")
    public boolean isInheritChannel() {
        return inheritChannel;
    }

    /**
     * Chooses the listening socket that the process was started with as descriptor 0, a Unix socket or a TCP one,
     * instead of making one. It is left open at the end, for it belongs to whatever has started the process.
     *
     * @param inheritChannel whether to; the default is {@code false}
     */
    public void setInheritChannel(boolean inheritChannel) {
        this.inheritChannel = inheritChannel;
    }

    /**
     * Tells where the listening socket is that the process was started with as descriptor 0.
     *
     * @return its address, which is empty for an abstract Unix socket, or {@code null} when descriptor 0 is none
     * @throws IOException when it cannot be told
     */
    public static @Nullable SocketAddress inheritedAddress() throws IOException {
        ServerSocketChannel channel = InheritedSocket.find();
        return channel == null ? null : channel.getLocalAddress();
    }

    /** {@return the permissions of the socket's file in octal} */
    @ManagedAttribute("the permissions of the socket's file in octal")
    public String getMode() {
        return mode;
    }

    /**
     * Sets the permissions of the socket's file: whoever may write to it can connect, and is trusted.
     *
     * @param mode three octal digits, with or without a leading 0; the default is {@code 0660}
     * @throws IllegalArgumentException when it is anything else
     */
    public void setMode(String mode) {
        permissions(mode);
        this.mode = mode;
    }

    private static Set<PosixFilePermission> permissions(String mode) {
        if (!mode.matches("0?[0-7]{3}")) {
            throw new IllegalArgumentException("mode '" + mode + "' is not three octal digits such as 0660");
        }
        StringBuilder letters = new StringBuilder();
        for (char digit : mode.substring(mode.length() - 3).toCharArray()) {
            letters.append((digit & 4) != 0 ? 'r' : '-')
                    .append((digit & 2) != 0 ? 'w' : '-')
                    .append((digit & 1) != 0 ? 'x' : '-');
        }
        return PosixFilePermissions.fromString(letters.toString());
    }

    /** {@return the group of the socket's file, {@code null} for the process's own} */
    @ManagedAttribute("the group of the socket's file")
    public @Nullable String getGroup() {
        return group;
    }

    /**
     * Sets the group of the socket's file, usually the web server's.
     *
     * @param group its name, or {@code null} for the process's own
     */
    public void setGroup(@Nullable String group) {
        this.group = group;
    }

    /** {@return the most connections that wait to be accepted} */
    @ManagedAttribute("the most connections that wait to be accepted")
    public int getAcceptQueueSize() {
        return acceptQueueSize;
    }

    /**
     * Sets how many connections may wait to be accepted; one more is refused.
     *
     * @param acceptQueueSize the backlog, bounded by the system's own (net.core.somaxconn), 0 for Java's default of 50;
     *     the default is 1024
     */
    public void setAcceptQueueSize(int acceptQueueSize) {
        this.acceptQueueSize = acceptQueueSize;
    }

    @Override
    protected void doStart() throws Exception {
        connectionLimit.start();
        for (SelectorManager.SelectorManagerListener listener :
                getBeans(SelectorManager.SelectorManagerListener.class)) {
            selectorManager.addEventListener(listener);
        }
        ListeningSocket opened = open();
        try (AutoLock ignored = lock.lock()) {
            socket = opened;
        }
        try {
            PeerProtection.require(factory, opened.address());
            super.doStart();
        } catch (Exception x) {
            close();
            throw x;
        }
    }

    private ListeningSocket open() throws IOException {
        if (inheritChannel) {
            return InheritedSocket.open();
        }
        Path path = unixDomainPath;
        if (path == null) {
            throw new IllegalStateException("the path of the Unix socket is not set");
        }
        return UnixSocketFile.bind(path, permissions(mode), group, acceptQueueSize);
    }

    @Override
    protected void doStop() throws Exception {
        super.doStop();
        connectionLimit.stop();
        close();
        for (SelectorManager.SelectorManagerListener listener :
                getBeans(SelectorManager.SelectorManagerListener.class)) {
            selectorManager.removeEventListener(listener);
        }
    }

    @Override
    public CompletableFuture<Void> shutdown() {
        CompletableFuture<Void> done = super.shutdown();
        try {
            close();
            return done;
        } catch (IOException x) {
            return CompletableFuture.failedFuture(x);
        }
    }

    /** Stops listening; the path is free for another process from here on. */
    private void close() throws IOException {
        ListeningSocket closed;
        try (AutoLock ignored = lock.lock()) {
            closed = socket;
            socket = null;
        }
        if (closed != null) {
            closed.close();
        }
    }

    /** Called by the acceptor's thread, which an interrupt stops. */
    @Override
    protected void accept(int acceptorId) throws IOException {
        ListeningSocket listening = listening();
        if (listening == null) {
            return;
        }
        SocketChannel channel = listening.accept();
        if (channel != null) {
            if (listening.address() instanceof InetSocketAddress) {
                channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            }
            selectorManager.accepted(channel);
        }
    }

    @Override
    public @Nullable Object getTransport() {
        ListeningSocket listening = listening();
        return listening == null ? null : listening.channel();
    }

    private @Nullable ListeningSocket listening() {
        try (AutoLock ignored = lock.lock()) {
            return socket;
        }
    }

    @Override
    public String toString() {
        return "FcgiUnixConnector[" + (inheritChannel ? "inherited" : unixDomainPath) + "]";
    }

    private final class UnixSelectorManager extends SelectorManager {
        UnixSelectorManager(Executor executor, Scheduler scheduler) {
            super(executor, scheduler);
        }

        /** Opens connections in the selector's thread: they need no other, and are answered although all are busy. */
        @Override
        protected void execute(Runnable task) {
            if (task instanceof ManagedSelector.SelectorUpdate) {
                Invocable.invokeNonBlocking(task);
            } else {
                super.execute(task);
            }
        }

        @Override
        protected void accepted(SelectableChannel channel) throws IOException {
            channel.configureBlocking(false);
            accept(channel);
        }

        @Override
        protected EndPoint newEndPoint(SelectableChannel channel, ManagedSelector selector, SelectionKey key) {
            SocketChannelEndPoint endPoint =
                    new SocketChannelEndPoint((SocketChannel) channel, selector, key, getScheduler());
            endPoint.setIdleTimeout(getIdleTimeout());
            return endPoint;
        }

        @Override
        public Connection newConnection(SelectableChannel channel, EndPoint endPoint, Object attachment) {
            return getDefaultConnectionFactory().newConnection(FcgiUnixConnector.this, endPoint);
        }

        @Override
        protected void endPointOpened(EndPoint endPoint) {
            super.endPointOpened(endPoint);
            onEndPointOpened(endPoint);
        }

        @Override
        protected void endPointClosed(EndPoint endPoint) {
            onEndPointClosed(endPoint);
            super.endPointClosed(endPoint);
        }
    }
}
