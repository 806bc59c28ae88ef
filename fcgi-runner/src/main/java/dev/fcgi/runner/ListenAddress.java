package dev.fcgi.runner;

import dev.fcgi.jetty.FcgiUnixConnector;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where web servers connect to: {@code unix:PATH}, {@code HOST:PORT} or {@code inherited}. */
sealed interface ListenAddress {
    ListenAddress DEFAULT = new Tcp("127.0.0.1", 9000);

    /** {@return whether its peers have addresses} */
    boolean isTcp();

    /**
     * Reads the value of {@code --listen}.
     *
     * @throws UsageException if it is neither {@code unix:PATH} nor {@code HOST:PORT} nor {@code inherited}, or the path
     *     is too long
     * @throws OperatorException if the host is unknown
     */
    static ListenAddress parse(String text) {
        if (text.equals(Inherited.TEXT)) {
            return new Inherited();
        }
        return text.startsWith("unix:") ? Unix.parse(text) : Tcp.parse(text);
    }

    /**
     * {@return those that are given, and the socket that this process was started with, if there is one; without either
     * the default}
     */
    static List<ListenAddress> listOf(List<String> given) {
        List<ListenAddress> listeners = new ArrayList<>();
        given.forEach(text -> listeners.add(parse(text)));
        if (Inherited.isThere() && !listeners.contains(new Inherited())) {
            listeners.add(0, new Inherited());
        }
        return listeners.isEmpty() ? List.of(DEFAULT) : listeners;
    }

    /** The listening socket that this process was started with as descriptor 0. */
    record Inherited() implements ListenAddress {
        private static final String TEXT = "inherited";

        /** {@return whether descriptor 0 is one} */
        static boolean isThere() {
            return address() != null;
        }

        private static @Nullable SocketAddress address() {
            try {
                return FcgiUnixConnector.inheritedAddress();
            } catch (IOException e) {
                throw new OperatorException(
                        "descriptor 0 is a socket that does not tell its address: " + OneLine.reason(e), e);
            }
        }

        @Override
        public boolean isTcp() {
            return address() instanceof InetSocketAddress;
        }

        /** {@return its address for the operator} */
        String actual() {
            SocketAddress address = address();
            String text = address instanceof InetSocketAddress inet
                    ? new Tcp(inet.getAddress().getHostAddress(), inet.getPort()).toString()
                    : "unix:" + address;
            return TEXT + " " + text;
        }

        @Override
        public String toString() {
            return TEXT;
        }
    }

    /**
     * A Unix socket.
     *
     * @param path absolute
     */
    record Unix(Path path) implements ListenAddress {
        private static Unix parse(String text) {
            String name = text.substring("unix:".length());
            if (name.isEmpty()) {
                throw malformed(text);
            }
            if (name.startsWith("@")) {
                throw new UsageException(
                        "cannot listen on '" + text + "': Java makes no abstract Unix sockets; use a path, or"
                                + " have the socket passed as descriptor 0");
            }
            Path path;
            try {
                path = Path.of(name).toAbsolutePath().normalize();
            } catch (InvalidPathException e) {
                throw malformed(text);
            }
            String problem = FcgiUnixConnector.pathProblem(path);
            if (problem != null) {
                throw new UsageException(problem);
            }
            return new Unix(path);
        }

        @Override
        public boolean isTcp() {
            return false;
        }

        @Override
        public String toString() {
            return "unix:" + path;
        }
    }

    /**
     * A TCP address.
     *
     * @param host a name or literal address, IPv6 without brackets
     * @param port 0 for any free one
     */
    record Tcp(String host, int port) implements ListenAddress {
        private static final int MAX_PORT = 65535;

        private static Tcp parse(String text) {
            int colon = text.lastIndexOf(':');
            String host = colon < 0 ? "" : text.substring(0, colon);
            if (host.startsWith("[") && host.endsWith("]")) {
                host = host.substring(1, host.length() - 1);
            } else if (host.contains(":")) {
                throw malformed(text);
            }
            String port = text.substring(colon + 1);
            if (host.isBlank() || host.contains("/") || !port.matches("[0-9]{1,5}")) {
                throw malformed(text);
            }
            if (Integer.parseInt(port) > MAX_PORT) {
                throw new UsageException("the port of listener '" + text + "' is over " + MAX_PORT);
            }
            return new Tcp(requireKnown(host, text), Integer.parseInt(port));
        }

        private static String requireKnown(String host, String text) {
            if (host.equals("*")) {
                throw malformed(text);
            }
            address(host, text);
            return host;
        }

        private static InetAddress address(String host, String text) {
            try {
                return InetAddress.getByName(host);
            } catch (UnknownHostException e) {
                throw new OperatorException("the host of listener '" + text + "' is unknown: use 127.0.0.1", e);
            }
        }

        /** {@return whether only this machine reaches it} */
        boolean isLoopback() {
            return address(host, toString()).isLoopbackAddress();
        }

        @Override
        public boolean isTcp() {
            return true;
        }

        Tcp withPort(int actual) {
            return new Tcp(host, actual);
        }

        @Override
        public String toString() {
            return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
        }
    }

    private static UsageException malformed(String text) {
        return new UsageException(
                "malformed listener '" + text + "': expected unix:PATH or HOST:PORT, as in 127.0.0.1:9000");
    }
}
