package dev.fcgi.runner;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The end of serving: first the connectors stop accepting and their connections end, then the requests. In this order,
 * because a request that arrives on a kept connection before the web server knows better is served, not refused.
 */
final class Drain {
    private static final Logger LOG = LoggerFactory.getLogger(Drain.class);

    private final List<? extends Connector> connectors;
    private final GracefulHandler requests;

    Drain(List<? extends Connector> connectors, GracefulHandler requests) {
        this.connectors = connectors;
        this.requests = requests;
    }

    void await(Duration atMost, CompletableFuture<Void> hurry) {
        LOG.info("Stopping: waiting up to {} s for running requests", atMost.toSeconds());
        CompletableFuture<Void> idle = CompletableFuture.allOf(
                        connectors.stream().map(Connector::shutdown).toArray(CompletableFuture<?>[]::new))
                .thenCompose(closed -> requests.shutdown());
        try {
            CompletableFuture.anyOf(idle, hurry).get(atMost.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            LOG.debug("Drain time is over", e);
        } catch (ExecutionException e) {
            LOG.debug("A connector was closed before it was idle", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        long running = requests.getCurrentRequestCount();
        if (running > 0) {
            LOG.warn("Stopping with {} requests still running", running);
        }
    }
}
