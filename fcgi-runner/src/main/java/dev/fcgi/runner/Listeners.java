package dev.fcgi.runner;

import dev.fcgi.jetty.FcgiConnectionFactory;
import dev.fcgi.jetty.FcgiServerConnector;
import dev.fcgi.jetty.FcgiUnixConnector;
import dev.fcgi.jetty.PeerAddresses;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.eclipse.jetty.server.AbstractConnector;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The connectors of one server. The only class that knows which ones there are. */
final class Listeners {
    private record Listener(ListenAddress address, AbstractConnector connector) {
        /** {@return the address with the port that was really taken} */
        String actual() {
            if (address instanceof ListenAddress.Inherited inherited) {
                return inherited.actual();
            }
            return address instanceof ListenAddress.Tcp tcp && connector instanceof ServerConnector server
                    ? tcp.withPort(server.getLocalPort()).toString()
                    : address.toString();
        }
    }

    private static final Logger LOG = LoggerFactory.getLogger(Listeners.class);

    private final Server server;
    private final List<Listener> listeners = new ArrayList<>();

    Listeners(Server server, RunSettings settings) {
        this.server = server;
        for (ListenAddress address : settings.listeners()) {
            listeners.add(new Listener(address, connector(server, address, settings)));
        }
    }

    /**
     * Takes the ports, so that a used one is known at once. Connections wait until {@link #start()}.
     *
     * @throws OperatorException if a port is used, or a socket has no directory
     */
    void open() {
        for (Listener listener : listeners) {
            if (listener.connector instanceof ServerConnector connector) {
                try {
                    connector.open();
                } catch (IOException | RuntimeException e) {
                    throw refused(listener.address, e);
                }
            } else if (listener.address instanceof ListenAddress.Unix unix) {
                requireDirectory(unix);
            }
        }
    }

    /** @throws OperatorException if a listener does not start */
    void start() {
        for (Listener listener : listeners) {
            try {
                server.addConnector(listener.connector);
                listener.connector.start();
            } catch (Exception e) {
                throw refused(listener.address, e);
            }
        }
    }

    /** Gives back ports that were taken by {@link #open()} alone; the server stops what {@link #start()} started. */
    void close() {
        for (Listener listener : listeners) {
            if (listener.connector instanceof ServerConnector connector && !connector.isStarted()) {
                connector.close();
            }
        }
    }

    List<AbstractConnector> connectors() {
        return listeners.stream().map(Listener::connector).toList();
    }

    List<String> addresses() {
        return listeners.stream().map(Listener::actual).toList();
    }

    private static AbstractConnector connector(Server server, ListenAddress address, RunSettings settings) {
        FcgiConnectionFactory factory = new FcgiConnectionFactory();
        factory.setTrustPolicy(settings.trustPolicy());
        factory.setMultiplexing(settings.multiplexing());
        factory.setAllowedPeers(allowedPeers(address, settings));
        if (address instanceof ListenAddress.Inherited) {
            FcgiUnixConnector connector = new FcgiUnixConnector(server, factory);
            connector.setInheritChannel(true);
            return connector;
        }
        if (address instanceof ListenAddress.Unix unix) {
            FcgiUnixConnector connector = new FcgiUnixConnector(server, factory);
            connector.setUnixDomainPath(unix.path());
            connector.setMode(settings.mode());
            connector.setGroup(settings.group());
            connector.setAcceptQueueSize(settings.backlog());
            return connector;
        }
        if (address instanceof ListenAddress.Tcp tcp) {
            FcgiServerConnector connector = new FcgiServerConnector(server, factory);
            connector.setHost(tcp.host());
            connector.setPort(tcp.port());
            connector.setAcceptQueueSize(settings.backlog());
            return connector;
        }
        throw new AssertionError(address); // the compiler cannot check this chain
    }

    private static @Nullable Predicate<SocketAddress> allowedPeers(ListenAddress address, RunSettings settings) {
        PeerAddresses webServers = settings.webServers();
        if (webServers != null && !address.isTcp()) {
            LOG.warn(
                    "FCGI_WEB_SERVER_ADDRS is set, so that nobody can connect to {}: it has no TCP addresses", address);
        }
        if (settings.allow() == null) {
            return webServers;
        }
        Predicate<SocketAddress> allow = settings.allow().amongTcpPeers();
        return webServers == null ? allow : allow.and(webServers);
    }

    private static void requireDirectory(ListenAddress.Unix unix) {
        Path directory = unix.path().getParent();
        if (directory == null || !Files.isDirectory(directory)) {
            throw new OperatorException("cannot listen on " + unix + ": there is no directory " + directory
                    + "; create it, or choose another --listen");
        }
        if (!Files.isWritable(directory)) {
            throw new OperatorException("cannot listen on " + unix + ": this user may not write to " + directory
                    + "; change its owner, or choose another --listen");
        }
    }

    private static OperatorException refused(ListenAddress address, Exception cause) {
        if (!(address instanceof ListenAddress.Tcp) && cause.getMessage() != null) {
            return new OperatorException("cannot listen on " + address + ": " + cause.getMessage(), cause);
        }
        String reason = OneLine.reason(cause);
        String remedy = reason.contains("Permission denied")
                ? "ports below 1024 are for root; choose another --listen"
                : "stop what uses it, or choose another --listen";
        return new OperatorException("cannot listen on " + address + ": " + reason + "; " + remedy, cause);
    }
}
