package dev.fcgi.jetty;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.Content;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** HAProxy with the configuration that docs/haproxy.md has for it puts requests on one connection at the same time. */
class HaproxyMultiplexingTest extends StartedServerTest {
    private static final Path HAPROXY = Path.of("/usr/sbin/haproxy");
    private static final Path DOCUMENTED = Path.of("../it-tests/src/test/resources/haproxy/multiplexed.conf");
    private static final int REQUESTS = 10;

    @TempDir
    private Path directory;

    @Test
    void requestsShareAConnection() throws Exception {
        assumeTrue(Files.isExecutable(HAPROXY), "HAProxy is not installed");
        CountDownLatch together = new CountDownLatch(REQUESTS);
        CountDownLatch counted = new CountDownLatch(1);
        restart(fresh -> {
            fresh.factory.setMultiplexing(true);
            fresh.on("/together", (request, response, callback) -> {
                String body = Content.Source.asString(request, ISO_8859_1);
                together.countDown();
                assertThat(counted.await(20, TimeUnit.SECONDS)).isTrue();
                response.write(true, ISO_8859_1.encode(body), callback);
            });
        });
        int port = freePort();
        Process haproxy = start(port);
        try {
            TestServer.await().until(() -> accepts(port));
            List<CompletableFuture<String>> responses = new ArrayList<>();
            for (int i = 0; i < REQUESTS; i++) {
                String body = "own " + i;
                CompletableFuture<String> response = new CompletableFuture<>();
                new Thread(() -> response.completeAsync(() -> post(port, body), Runnable::run)).start();
                responses.add(response);
            }
            assertThat(together.await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(server.connector.getConnectedEndPoints()).hasSize(1);
            counted.countDown();
            for (int i = 0; i < REQUESTS; i++) {
                assertThat(responses.get(i).get(20, TimeUnit.SECONDS)).isEqualTo("own " + i);
            }
        } finally {
            haproxy.destroy();
            assertThat(haproxy.waitFor(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    private static String post(int port, String body) {
        try {
            HttpURLConnection connection = (HttpURLConnection)
                    URI.create("http://127.0.0.1:" + port + "/together").toURL().openConnection();
            connection.setDoOutput(true);
            connection.getOutputStream().write(body.getBytes(ISO_8859_1));
            return new String(connection.getInputStream().readAllBytes(), ISO_8859_1);
        } catch (IOException x) {
            throw new UncheckedIOException(x);
        }
    }

    /** With one thread: each has connections of its own. */
    private Process start(int port) throws Exception {
        Path configuration = Files.writeString(
                directory.resolve("haproxy.conf"),
                """
                global
                    nbthread 1
                defaults
                    mode http
                    timeout connect 5s
                    timeout client 50s
                    timeout server 50s
                """
                        + Files.readString(DOCUMENTED)
                                .replace(":80", "127.0.0.1:" + port)
                                .replace("127.0.0.1:9000", "127.0.0.1:" + server.connector.getLocalPort()));
        return new ProcessBuilder(HAPROXY.toString(), "-db", "-f", configuration.toString())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("haproxy.log").toFile())
                .start();
    }

    private static int freePort() throws Exception {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static boolean accepts(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (java.io.IOException x) {
            return false;
        }
    }
}
