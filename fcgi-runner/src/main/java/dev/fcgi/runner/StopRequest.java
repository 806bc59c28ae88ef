package dev.fcgi.runner;

import java.util.concurrent.CompletableFuture;
import picocli.CommandLine.ExitCode;

/**
 * Counts what asks to stop: the first one starts the drain, a second signal ends it, a third does not wait for anything.
 * Until requests are served, the first one ends the process at once.
 *
 * <p>Signals arrive in threads of their own.
 */
final class StopRequest {
    private final CompletableFuture<Void> first = new CompletableFuture<>();
    private final CompletableFuture<Void> second = new CompletableFuture<>();
    private boolean serving;

    /** From here on there may be requests to wait for. */
    synchronized void serving() {
        serving = true;
    }

    /** Waits until something asks to stop. */
    void awaitFirst() {
        first.join();
    }

    /** {@return done when a second signal asks to hurry} */
    CompletableFuture<Void> second() {
        return second;
    }

    /** SIGTERM or SIGINT. */
    synchronized void stop() {
        endIfStarting();
        if (!first.complete(null) && !second.complete(null)) {
            Runtime.getRuntime().halt(ExitCode.SOFTWARE);
        }
    }

    /** SIGUSR1, or the end of what was asked for: hurries nobody. */
    synchronized void finish() {
        endIfStarting();
        first.complete(null);
    }

    private void endIfStarting() {
        if (!serving) {
            // Nothing is being served, and a web application may take its time to start.
            System.exit(ExitCode.OK);
        }
    }
}
