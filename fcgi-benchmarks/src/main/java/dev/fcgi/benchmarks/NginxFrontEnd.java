package dev.fcgi.benchmarks;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One nginx with one worker in front of all peers, with a port of its own for each. */
final class NginxFrontEnd {
    private static final Duration START_TIME = Duration.ofSeconds(10);
    private static final int CONNECT_MILLIS = 1000;

    private final Map<Peer, Integer> ports;
    private final Path errorLog;

    private NginxFrontEnd(Map<Peer, Integer> ports, Path errorLog) {
        this.ports = ports;
        this.errorLog = errorLog;
    }

    /**
     * Starts it.
     *
     * @param keepAlive the idle connections that it keeps to each peer
     */
    static NginxFrontEnd start(Workspace workspace, List<Peer> peers, int keepAlive) throws Exception {
        Map<Peer, Integer> ports = freePorts(peers);
        Path configuration = workspace.path("nginx.conf");
        Files.writeString(configuration, configuration(ports, keepAlive));
        List<String> command = List.of(
                "nginx", "-p", workspace.path("").toString(), "-c", configuration.toString(), "-g", "daemon off;");
        ChildProcess process = workspace.start("nginx", command);
        for (int port : ports.values()) {
            workspace.awaitReady(process, START_TIME, () -> accepts(port));
        }
        return new NginxFrontEnd(ports, workspace.path("error.log"));
    }

    /** {@return where clients get a page of a peer} */
    String url(Peer peer, Page page) {
        return "http://127.0.0.1:" + ports.get(peer) + page.path();
    }

    /** Fails when a peer has made trouble that clients have not seen. */
    void requireQuietErrorLog() throws IOException, BenchException {
        List<String> lines = Files.readAllLines(errorLog);
        if (!lines.isEmpty()) {
            throw new BenchException("nginx logged " + lines.size() + " errors, first: " + lines.get(0));
        }
    }

    private static Map<Peer, Integer> freePorts(List<Peer> peers) throws IOException {
        Map<Peer, Integer> ports = new LinkedHashMap<>();
        List<ServerSocket> sockets = new ArrayList<>();
        try {
            for (Peer peer : peers) {
                ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                sockets.add(socket); // all open at once, so that no two are the same
                ports.put(peer, socket.getLocalPort());
            }
        } finally {
            for (ServerSocket socket : sockets) {
                socket.close();
            }
        }
        return ports;
    }

    private static boolean accepts(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CONNECT_MILLIS);
            return true;
        } catch (IOException x) {
            return false;
        }
    }

    private static String configuration(Map<Peer, Integer> ports, int keepAlive) {
        StringBuilder servers = new StringBuilder();
        ports.forEach((peer, port) ->
                servers.append("""
                upstream %s {
                    server %s;
                    keepalive %d;
                    keepalive_requests 1000000000;
                }
                server {
                    listen 127.0.0.1:%d backlog=1024;
                    server_name www.example.org;
                %s}
                """.formatted(peer.id(), peer.address(), keepAlive, port, peer.locations())));
        return """
                worker_processes 1;
                pid nginx.pid;
                error_log error.log error;
                events { worker_connections 1024; }
                http {
                access_log off;
                keepalive_requests 1000000000;
                client_body_temp_path tmp-body;
                fastcgi_temp_path tmp-fastcgi;
                proxy_temp_path tmp-proxy;
                scgi_temp_path tmp-scgi;
                uwsgi_temp_path tmp-uwsgi;
                %s}
                """.formatted(servers);
    }

    /**
     * A location that passes requests on with FastCGI.
     *
     * @param directives any more of them
     */
    static String fastCgiLocation(String path, String upstream, String directives) {
        return """
                location %s {
                    include /etc/nginx/fastcgi_params;
                    fastcgi_keep_conn on;
                    fastcgi_pass %s;
                    %s
                }
                """.formatted(path, upstream, directives);
    }

    /** A location that passes requests on with HTTP, and with them the facts of which a proxy can tell. */
    static String httpLocation(String path, String upstream) {
        return """
                location %s {
                    proxy_http_version 1.1;
                    proxy_set_header Connection "";
                    proxy_set_header Host $http_host;
                    proxy_set_header X-Real-IP $remote_addr;
                    proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
                    proxy_set_header X-Forwarded-Proto $scheme;
                    proxy_pass http://%s;
                }
                """.formatted(path, upstream);
    }
}
