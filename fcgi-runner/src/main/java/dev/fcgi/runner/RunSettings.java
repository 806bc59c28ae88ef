package dev.fcgi.runner;

import dev.fcgi.jetty.PeerAddresses;
import dev.fcgi.servlet.TrustPolicy;
import java.nio.file.Path;
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
 * @param backlog most connections that wait to be accepted
 * @param allow TCP peers that may connect; null for all, which needs a loopback address or a secret
 * @param webServers peers that may connect, whatever the listener (FCGI_WEB_SERVER_ADDRS); null for all
 * @param webApps in the order given, each with a context path of its own
 * @param context the context path given for a single web application
 * @param ee the environment for all web applications; null finds it out
 * @param drain how long requests may still run when stopped; zero or more
 * @param exitAfterRequests how many requests are served before the end; 0 for any number
 * @param idleExit how long there may be no request before the end; null for ever
 * @param pidFile where the process id is written; null for nowhere
 * @param noRoot whether running as root is refused
 * @param threads most threads, at least {@link #MIN_THREADS}
 * @param virtualThreads whether each request has a virtual thread
 * @param multiplexing whether requests may share a connection
 * @param trustPolicy what is believed of the web server's variables
 */
record RunSettings(
        List<ListenAddress> listeners,
        String mode,
        @Nullable String group,
        int backlog,
        @Nullable PeerAddresses allow,
        @Nullable PeerAddresses webServers,
        List<WebApp> webApps,
        @Nullable String context,
        @Nullable EeEnvironment ee,
        Duration drain,
        long exitAfterRequests,
        @Nullable Duration idleExit,
        @Nullable Path pidFile,
        boolean noRoot,
        int threads,
        boolean virtualThreads,
        boolean multiplexing,
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
        if (exitAfterRequests < 0) {
            throw new UsageException(
                    "--exit-after-requests " + exitAfterRequests + " is negative: give a number, 0 for no limit");
        }
        if (idleExit != null && (idleExit.isNegative() || idleExit.isZero())) {
            throw new UsageException(
                    "--idle-exit " + idleExit.toSeconds() + " is no time to be idle: give at least 1 second");
        }
        if (backlog < 1) {
            throw new UsageException("--backlog " + backlog + " is out of bounds: give at least 1");
        }
        for (ListenAddress listener : listeners) {
            if (listener instanceof ListenAddress.Tcp tcp
                    && !tcp.isLoopback()
                    && allow == null
                    && trustPolicy.secret() == null) {
                throw new UsageException("refusing to listen on '" + tcp + "': whoever reaches a FastCGI listener is"
                        + " trusted; use 127.0.0.1 or unix:PATH, or say who may connect with --allow ADDRESS or"
                        + " --secret");
            }
        }
        if (threads < MIN_THREADS || threads > MAX_THREADS) {
            throw new UsageException(
                    "--threads " + threads + " is out of bounds: " + MIN_THREADS + " to " + MAX_THREADS);
        }
    }
}
