package dev.fcgi.jetty;

import java.io.IOException;
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
 * Listens on a Unix socket. Who may connect is decided by the mode and group of its file, which it has from the moment
 * it appears.
 */
@ManagedObject("FastCGI connector on a Unix socket")
public class FcgiUnixConnector extends AbstractConnector {
    private static final String DEFAULT_MODE = "0660";

    /** A full queue refuses connections at once on a Unix socket, which nginx answers with 502; over TCP it waits. */
    private static final int DEFAULT_ACCEPT_QUEUE_SIZE = 1024;

    private final UnixSelectorManager selectorManager;
    private final ConnectionLimit connectionLimit = new ConnectionLimit(this);
    private final AutoLock lock = new AutoLock();
    private @Nullable Path unixDomainPath;
    private String mode = DEFAULT_MODE;
    private @Nullable String group;
    private int acceptQueueSize = DEFAULT_ACCEPT_QUEUE_SIZE;
    private @Nullable UnixSocketFile socketFile;

    /**
     * Makes a connector; {@link #setUnixDomainPath} must be called before it is started.
     *
     * @param server the server whose handlers serve the requests
     * @param factory makes the connections
     */
    public FcgiUnixConnector(@Name("server") Server server, @Name("factory") FcgiConnectionFactory factory) {
        super(server, null, null, null, 1, new ConnectionFactory[] {factory});
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
        Path path = unixDomainPath;
        if (path == null) {
            throw new IllegalStateException("the path of the Unix socket is not set");
        }
        connectionLimit.start();
        for (SelectorManager.SelectorManagerListener listener :
                getBeans(SelectorManager.SelectorManagerListener.class)) {
            selectorManager.addEventListener(listener);
        }
        UnixSocketFile file = UnixSocketFile.bind(path, permissions(mode), group, acceptQueueSize);
        try (AutoLock ignored = lock.lock()) {
            socketFile = file;
        }
        try {
            super.doStart();
        } catch (Exception x) {
            close();
            throw x;
        }
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
        UnixSocketFile file;
        try (AutoLock ignored = lock.lock()) {
            file = socketFile;
            socketFile = null;
        }
        if (file != null) {
            file.close();
        }
    }

    /** Called by the acceptor's thread, which an interrupt stops. */
    @Override
    protected void accept(int acceptorId) throws IOException {
        if (getTransport() instanceof ServerSocketChannel channel) {
            selectorManager.accepted(channel.accept());
        }
    }

    @Override
    public @Nullable Object getTransport() {
        try (AutoLock ignored = lock.lock()) {
            return socketFile == null ? null : socketFile.channel();
        }
    }

    @Override
    public String toString() {
        return "FcgiUnixConnector[" + unixDomainPath + "]";
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
