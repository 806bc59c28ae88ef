package dev.fcgi.jetty;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/**
 * The listening socket that the process was started with as descriptor 0 (FastCGI 1.0, section 2.2): of whatever
 * family, which the socket itself tells (section 2.2).
 *
 * <p>It is never closed: that would put the null device in the place of standard output and error as well, and whoever
 * started the process may have another one serve it. Connections that arrive after the end wait for that one.
 */
final class InheritedSocket implements ListeningSocket {
    private final ServerSocketChannel channel;
    private final SocketAddress address;
    private final Selector selector;

    private InheritedSocket(ServerSocketChannel channel, Selector selector) throws IOException {
        this.channel = channel;
        this.selector = selector;
        address = channel.getLocalAddress();
    }

    /** {@return the channel of descriptor 0, or {@code null} when it is no listening socket} */
    static @Nullable ServerSocketChannel find() throws IOException {
        return System.inheritedChannel() instanceof ServerSocketChannel channel ? channel : null;
    }

    /** @throws IOException with a message for the operator when there is none */
    static InheritedSocket open() throws IOException {
        ServerSocketChannel channel = find();
        if (channel == null) {
            throw new IOException(
                    "descriptor 0 is no listening socket: the web server, or whatever starts this process, has"
                            + " to pass one");
        }
        // Accepting with a selector can be interrupted without the channel being closed.
        channel.configureBlocking(false);
        Selector selector = Selector.open();
        channel.register(selector, SelectionKey.OP_ACCEPT);
        return new InheritedSocket(channel, selector);
    }

    @Override
    public ServerSocketChannel channel() {
        return channel;
    }

    @Override
    public SocketAddress address() {
        return address;
    }

    /** Another process may share the socket and be faster, so that there is nothing to accept after all. */
    @Override
    public @Nullable SocketChannel accept() throws IOException {
        while (!Thread.currentThread().isInterrupted()) {
            selector.select();
            selector.selectedKeys().clear();
            SocketChannel accepted = channel.accept();
            if (accepted != null) {
                return accepted;
            }
        }
        return null;
    }

    @Override
    public void close() throws IOException {
        selector.close();
    }
}
