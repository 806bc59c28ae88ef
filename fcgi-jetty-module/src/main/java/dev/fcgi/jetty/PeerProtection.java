package dev.fcgi.jetty;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;

/** The rule for who may reach a listener: whoever can connect can say who the user is. */
final class PeerProtection {
    private PeerProtection() {}

    /** @throws IOException when other machines reach the address and nothing tells web servers from them */
    static void require(FcgiConnectionFactory factory, SocketAddress address) throws IOException {
        if (address instanceof InetSocketAddress inet
                && !inet.getAddress().isLoopbackAddress()
                && factory.getAllowedPeers() == null
                && factory.getTrustPolicy().secret() == null) {
            throw new IOException("listener address " + inet.getAddress().getHostAddress()
                    + " is not a loopback address: whoever can connect is trusted; use 127.0.0.1, ::1 or a Unix socket, or"
                    + " give the addresses of the web servers or a secret");
        }
    }
}
