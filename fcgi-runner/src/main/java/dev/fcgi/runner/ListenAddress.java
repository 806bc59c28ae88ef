package dev.fcgi.runner;

import dev.fcgi.jetty.FcgiUnixConnector;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Where web servers connect to: {@code unix:PATH} or {@code HOST:PORT}. */
sealed interface ListenAddress {
    ListenAddress DEFAULT = new Tcp("127.0.0.1", 9000);

    /**
     * Reads the value of {@code --listen}.
     *
     * @throws UsageException if it is neither {@code unix:PATH} nor {@code HOST:PORT}, the path is too long, or the host
     *     is not this machine alone
     */
    static ListenAddress parse(String text) {
        return text.startsWith("unix:") ? Unix.parse(text) : Tcp.parse(text);
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
            return new Tcp(requireLoopback(host, text), Integer.parseInt(port));
        }

        // The protocol has no protection of its own: who can connect can be any user from any address.
        private static String requireLoopback(String host, String text) {
            boolean loopback;
            try {
                loopback = !host.equals("*") && InetAddress.getByName(host).isLoopbackAddress();
            } catch (UnknownHostException e) {
                throw new OperatorException("the host of listener '" + text + "' is unknown: use 127.0.0.1", e);
            }
            if (!loopback) {
                throw new UsageException("refusing to listen on '" + text + "': whoever reaches a FastCGI listener is"
                        + " trusted, and there is no secret or allow list yet; use 127.0.0.1 or unix:PATH");
            }
            return host;
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
