package dev.fcgi.jetty;

import static dev.fcgi.jetty.TestServer.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.LowResourceMonitor;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.server.handler.ThreadLimitHandler;
import org.eclipse.jetty.util.component.LifeCycle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What Jetty has for the whole server treats these connections and requests as it does those of HTTP. */
@Timeout(60)
class JettyLimitsTest {
    private final TestServer server = new TestServer();

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    /** Jetty has an old one, about to be removed, and a new one. */
    @ParameterizedTest
    @ValueSource(strings = {"ConnectionLimit", "NetworkConnectionLimit"})
    void aConnectionLimitKeepsConnectionsWaiting(String type) throws Exception {
        Object limit = Class.forName("org.eclipse.jetty.server." + type)
                .getConstructor(int.class, Server.class)
                .newInstance(1, server.server);
        server.server.addBean(limit);
        server.start();
        FcgiClient first = server.connect();
        try (FcgiClient second = server.connect()) {
            first.write(Records.get(1, true, "/hello").bytes()).response(1);
            await().until(() -> !server.connector.isAccepting());
            second.write(Records.get(1, true, "/hello").bytes());
            assertThat(server.handled.get()).isEqualTo(1);
            first.close();
            assertThat(second.response(1).body()).isEqualTo("hello");
        } finally {
            first.close();
        }
    }

    @Test
    void lowResourcesEndIdleConnectionsAndSpareOthers() throws Exception {
        AtomicBoolean low = new AtomicBoolean();
        LowResourceMonitor monitor = new LowResourceMonitor(server.server);
        monitor.setPeriod(20);
        monitor.setLowResourcesIdleTimeout(100);
        monitor.addLowResourceCheck(new LowResourceMonitor.LowResourceCheck() {
            @Override
            public boolean isLowOnResources() {
                return low.get();
            }

            @Override
            public String getReason() {
                return "on purpose";
            }
        });
        server.server.addBean(monitor);
        server.start();
        try (FcgiClient idle = server.connect()) {
            idle.write(Records.get(1, true, "/hello").bytes()).response(1);
            low.set(true);
            assertThat(idle.closed()).isTrue(); // long before the connector's own time
        }
        await().until(() -> monitor.isLowOnResources());
        low.set(false);
        await().until(() -> !monitor.isLowOnResources());
        try (FcgiClient next = server.connect()) {
            assertThat(next.write(Records.get(1, true, "/hello").bytes())
                            .response(1)
                            .body())
                    .isEqualTo("hello");
        }
    }

    /** All requests come from the web server; it is their clients that are told apart. */
    @Test
    void aThreadLimitIsOneOfAClient() throws Exception {
        ThreadLimitHandler limit = new ThreadLimitHandler();
        limit.setThreadLimit(1);
        insert(limit);
        server.factory.setMultiplexing(true);
        server.start();
        try (FcgiClient client = server.connect()) {
            client.write(get(1, "/wait", "192.0.2.7"));
            server.awaitLatch("waiting");
            client.write(get(2, "/hello", "192.0.2.7"));
            client.write(get(3, "/hello", "192.0.2.8"));
            assertThat(client.response(3).body()).isEqualTo("hello"); // that of the other one waits
            server.latch("go").countDown();
            assertThat(client.nextResponse().getKey()).isEqualTo(1);
            assertThat(client.response(2).body()).isEqualTo("hello");
        }
    }

    private static byte[] get(int requestId, String target, String client) {
        return Records.get(requestId, true, TestServer.params("GET", target, "REMOTE_ADDR", client))
                .bytes();
    }

    @Test
    void aGracefulStopWaitsForRequestsAndRefusesNewOnes() throws Exception {
        insert(new GracefulHandler());
        server.server.setStopTimeout(30_000);
        server.start();
        try (FcgiClient client = server.connect()) {
            client.write(Records.get(1, true, "/wait").bytes());
            server.awaitLatch("waiting");
            CompletableFuture<Void> stopped = CompletableFuture.runAsync(() -> LifeCycle.stop(server.server));
            await().until(() -> ((Connector) server.connector).isShutdown());
            assertThat(stopped).isNotDone();
            server.latch("go").countDown();
            FcgiClient.Response response = client.response(1);
            assertThat(response.body()).isEqualTo("waited");
            assertThat(response.ended()).isTrue();
            assertThat(client.closed()).isTrue(); // though it was to be kept
            stopped.join();
        }
    }

    private void insert(Handler.Singleton handler) {
        handler.setHandler(server.server.getHandler());
        server.server.setHandler(handler);
    }
}
