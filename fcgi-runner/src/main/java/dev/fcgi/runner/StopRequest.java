package dev.fcgi.runner;

import java.util.concurrent.CompletableFuture;
import picocli.CommandLine.ExitCode;

/**
 * Counts the signals that ask to stop: the first one starts the drain, the second ends it, the third does not wait for
 * anything. While nobody waits for the first one yet, it ends the process at once.
 *
 * <p>Signals arrive in threads of their own.
 */
final class StopRequest {
    private final CompletableFuture<Void> first = new CompletableFuture<>();
    private final CompletableFuture<Void> second = new CompletableFuture<>();
    private boolean awaited;

    /** Waits for the first signal. */
    void awaitFirst() {
        synchronized (this) {
            awaited = true;
        }
        first.join();
    }

    /** {@return done when a second signal asks to hurry} */
    CompletableFuture<Void> second() {
        return second;
    }

    synchronized void signal() {
        if (!awaited) {
            // Still starting: nothing is being served, and a web application may take its time.
            System.exit(ExitCode.OK);
        }
        if (!first.complete(null) && !second.complete(null)) {
            Runtime.getRuntime().halt(ExitCode.SOFTWARE);
        }
    }
}
