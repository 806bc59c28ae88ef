package dev.fcgi.runner;

import dev.fcgi.servlet.TrustPolicy;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The options of {@code fcgi run}, as picocli fills them in; {@link #settings} is what they mean. */
@SuppressWarnings("FieldMayBeFinal") // picocli sets them
final class RunOptions {
    @Option(
            names = "--listen",
            paramLabel = "unix:PATH|HOST:PORT",
            description = "Where the web server connects to (default: 127.0.0.1:9000). May be repeated."
                    + " Port 0 takes a free one.")
    private List<String> listen = List.of();

    @Option(names = "--mode", paramLabel = "MODE", description = "Octal mode of the Unix sockets (default: 0660).")
    private @Nullable String mode;

    @Option(
            names = "--group",
            paramLabel = "NAME",
            description = "Group of the Unix sockets, usually the web server's (default: this process's).")
    private @Nullable String group;

    @Option(
            names = "--context",
            paramLabel = "/path",
            description = "Context path of a single web application (default: /).")
    private @Nullable String context;

    @Option(
            names = "--ee",
            paramLabel = "ee8|ee9|ee10|ee11",
            description = "Environment to deploy in (default: found out from each web application;"
                    + " javax.servlet is ee8, jakarta.servlet ee11).")
    private @Nullable EeEnvironment ee;

    @Option(
            names = "--drain",
            paramLabel = "SECONDS",
            defaultValue = "30",
            description = "How long requests may still run after SIGTERM or SIGINT (default: ${DEFAULT-VALUE}).")
    private int drain;

    @Option(names = "--virtual-threads", description = "Handle each request in a virtual thread (Java 21 or newer).")
    private boolean virtualThreads;

    @Option(
            names = "--threads",
            paramLabel = "N",
            defaultValue = "200",
            description = "Most threads, and so most requests in a servlet at once (default: ${DEFAULT-VALUE}).")
    private int threads;

    @Option(
            names = "--log-level",
            paramLabel = "LEVEL",
            defaultValue = "INFO",
            description = "ERROR, WARN, INFO, DEBUG or TRACE (default: ${DEFAULT-VALUE}).")
    @SuppressWarnings("NullAway.Init") // has a default value
    private LogLevel logLevel;

    @Option(names = "--verbose", description = "Show where an error comes from.")
    private boolean verbose;

    @Parameters(
            paramLabel = "WAR|DIR",
            description =
                    "Web applications. Several are deployed at /name each (ROOT at /), or where" + " /path=WAR says.")
    private List<String> webApps = List.of();

    /**
     * {@return what the options mean}
     *
     * @param trustPolicy what they say of the web server's variables
     * @throws UsageException if they are wrong by themselves
     */
    RunSettings settings(TrustPolicy trustPolicy) {
        List<ListenAddress> listeners = listen.isEmpty()
                ? List.of(ListenAddress.DEFAULT)
                : listen.stream().map(ListenAddress::parse).toList();
        requireSocketOptionsHaveASocket(listeners);
        return new RunSettings(
                listeners,
                mode == null ? RunSettings.DEFAULT_MODE : mode,
                group,
                WebApp.parse(webApps, context),
                context == null ? null : WebApp.validContextPath(context),
                ee,
                Duration.ofSeconds(drain),
                threads,
                virtualThreads,
                trustPolicy);
    }

    /** {@return how much is logged} */
    LogLevel logLevel() {
        return logLevel;
    }

    /** {@return whether errors show where they come from} */
    boolean verbose() {
        return verbose;
    }

    // Said of a TCP listener, they would promise a protection that is not there.
    private void requireSocketOptionsHaveASocket(List<ListenAddress> listeners) {
        boolean socket = listeners.stream().anyMatch(ListenAddress.Unix.class::isInstance);
        if (!socket && (mode != null || group != null)) {
            throw new UsageException((mode != null ? "--mode" : "--group")
                    + " is for Unix sockets, and there is none: add --listen unix:PATH");
        }
    }
}
