package dev.fcgi.it;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;

/**
 * Where the application listens.
 *
 * @param text {@code unix:PATH} or {@code HOST:PORT}, as both the runner and nginx write it
 */
record ListenAddress(String text) {

    private static final String LOOPBACK = "127.0.0.1";

    static ListenAddress freePort() throws IOException {
        return new ListenAddress(LOOPBACK + ":" + freePortNumber());
    }

    static ListenAddress unixSocket(Workspace workspace) {
        return new ListenAddress("unix:" + workspace.path("application.sock"));
    }

    static int freePortNumber() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
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
