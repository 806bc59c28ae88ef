package dev.fcgi.it;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Where the application listens.
 *
 * @param text {@code unix:PATH} or {@code HOST:PORT}, as both the runner and nginx write it
 */
record ListenAddress(String text) {

    private static final String LOOPBACK = "127.0.0.1";
    private static final int FIRST_PORT = 12_000;
    private static final int PORTS = 20_000;
    private static final AtomicInteger NEXT_PORT =
            new AtomicInteger(ThreadLocalRandom.current().nextInt(PORTS));

    static ListenAddress freePort() throws IOException {
        return new ListenAddress(LOOPBACK + ":" + freePortNumber());
    }

    static ListenAddress unixSocket(Workspace workspace) {
        return new ListenAddress("unix:" + workspace.path("application.sock"));
    }

    /**
     * {@return a port that nobody listens on, never the same twice in a row}
     *
     * <p>Asking the system for any port may give one again before its first owner listens, and may give one that a
     * client's connection takes meanwhile. These are counted up below the ports that Linux gives to clients.
     */
    static int freePortNumber() throws IOException {
        IOException taken = new IOException("no free port");
        for (int attempt = 0; attempt < PORTS; attempt++) {
            int port = FIRST_PORT + Math.floorMod(NEXT_PORT.getAndIncrement(), PORTS);
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (BindException e) {
                taken = e;
            }
        }
        throw taken;
    }

    /** {@return whether somebody takes a connection there} */
    boolean accepts() {
        try (SocketChannel channel = SocketChannel.open(socketAddress())) {
            return channel.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    private SocketAddress socketAddress() {
        if (text.startsWith("unix:")) {
            return UnixDomainSocketAddress.of(text.substring("unix:".length()));
        }
        return new InetSocketAddress(
                InetAddress.getLoopbackAddress(), Integer.parseInt(text.substring(text.lastIndexOf(':') + 1)));
    }
}
