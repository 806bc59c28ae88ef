package dev.fcgi.jetty;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.eclipse.jetty.util.InetAddressSet;

/**
 * Addresses of web servers that may connect (FastCGI 1.0, section 3.2). Only TCP peers have one: a peer on a Unix socket
 * is never in the list.
 *
 * <p>Immutable.
 */
public final class PeerAddresses implements Predicate<SocketAddress> {
    // Nothing else: a host name would be looked up.
    private static final Pattern LITERAL =
            Pattern.compile("([0-9]{1,3}(\\.[0-9]{1,3}){3}|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*)(/[0-9]{1,3})?");

    private final InetAddressSet addresses = new InetAddressSet();

    private PeerAddresses() {}

    /**
     * Reads a list of addresses.
     *
     * @param list IPv4 addresses, IPv6 addresses and CIDR blocks, separated by commas, with or without blanks; an IPv4
     *     address stands for its IPv4-mapped IPv6 form as well
     * @return them
     * @throws IllegalArgumentException when the list is empty or an entry is anything else
     */
    public static PeerAddresses parse(String list) {
        PeerAddresses peers = new PeerAddresses();
        for (String part : list.split(",", -1)) {
            String entry = part.strip();
            try {
                if (!LITERAL.matcher(entry).matches()) {
                    throw new IllegalArgumentException("malformed");
                }
                peers.addresses.add(entry);
            } catch (IllegalArgumentException x) {
                throw new IllegalArgumentException(
                        "malformed list of addresses '" + list + "': '" + entry
                                + "' is no IPv4 or IPv6 address or CIDR block, as in 127.0.0.1,10.0.0.0/8,::1",
                        x);
            }
        }
        return peers;
    }

    /** {@return whether the peer is one of them} */
    @Override
    public boolean test(SocketAddress peer) {
        return peer instanceof InetSocketAddress inet && addresses.test(inet.getAddress());
    }

    /** {@return the same for TCP peers, and all others: who may connect to a Unix socket is what its permissions say} */
    public Predicate<SocketAddress> amongTcpPeers() {
        return peer -> !(peer instanceof InetSocketAddress) || test(peer);
    }

    @Override
    public String toString() {
        return String.join(",", addresses);
    }
}
