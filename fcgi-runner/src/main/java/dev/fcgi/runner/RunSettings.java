package dev.fcgi.runner;

import dev.fcgi.servlet.TrustPolicy;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What {@code fcgi run} is to do; checked as far as the command line alone can be.
 *
 * @param listeners at least one, all different
 * @param mode octal mode of Unix sockets
 * @param group group of Unix sockets; null leaves the process's own
 * @param webApps in the order given, each with a context path of its own
 * @param context the context path given for a single web application
 * @param ee the environment for all web applications; null finds it out
 * @param drain how long requests may still run when stopped; zero or more
 * @param threads most threads, at least {@link #MIN_THREADS}
 * @param virtualThreads whether each request has a virtual thread
 * @param trustPolicy what is believed of the web server's variables
 */
record RunSettings(
        List<ListenAddress> listeners,
        String mode,
        @Nullable String group,
        List<WebApp> webApps,
        @Nullable String context,
        @Nullable EeEnvironment ee,
        Duration drain,
        int threads,
        boolean virtualThreads,
        TrustPolicy trustPolicy) {
    static final String DEFAULT_MODE = "0660";

    /** Acceptors and selectors take some; below this no request would be left one. */
    static final int MIN_THREADS = 10;

    static final int MAX_THREADS = 10_000;

    RunSettings {
        listeners = List.copyOf(listeners);
        webApps = List.copyOf(webApps);
        Set<ListenAddress> known = new HashSet<>();
        for (ListenAddress listener : listeners) {
            if (!known.add(listener) && !(listener instanceof ListenAddress.Tcp tcp && tcp.port() == 0)) {
                throw new UsageException("listener '" + listener + "' is given twice");
            }
        }
        if (!mode.matches("0?[0-7]{3}")) {
            throw new UsageException("malformed mode '" + mode + "': expected three octal digits, as in 0660");
        }
        if (drain.isNegative()) {
            throw new UsageException("--drain " + drain.toSeconds() + " is negative: give seconds, 0 not to wait");
        }
        if (threads < MIN_THREADS || threads > MAX_THREADS) {
            throw new UsageException(
                    "--threads " + threads + " is out of bounds: " + MIN_THREADS + " to " + MAX_THREADS);
        }
    }
}
