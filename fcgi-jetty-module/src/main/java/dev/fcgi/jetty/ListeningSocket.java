package dev.fcgi.jetty;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/** What web servers connect to. */
interface ListeningSocket {

    ServerSocketChannel channel();

    SocketAddress address();

    /**
     * Waits for a connection.
     *
     * @return it, or {@code null} when the thread was interrupted
     */
    @Nullable
    SocketChannel accept() throws IOException;

    /** Stops listening. */
    void close() throws IOException;
}
