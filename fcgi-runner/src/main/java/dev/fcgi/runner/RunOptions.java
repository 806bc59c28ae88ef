package dev.fcgi.runner;

import dev.fcgi.jetty.PeerAddresses;
import dev.fcgi.servlet.TrustPolicy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The options of {@code fcgi run}, as picocli fills them in; {@link #settings} is what they mean. */
@SuppressWarnings("FieldMayBeFinal") // picocli sets them
final class RunOptions {
    /** Which peers may connect, as the FastCGI specification has it (section 3.2). */
    private static final String WEB_SERVERS = "FCGI_WEB_SERVER_ADDRS";

    @Option(
            names = "--settings",
            paramLabel = "FILE",
            description =
                    "Java properties such as fastcgi.drain=10, for options that are neither given nor in the environment"
                            + " (default: app.properties beside this program when it was started as app.fcgi).")
    private @Nullable Path settingsFile;

    @Option(
            names = "--listen",
            paramLabel = "unix:PATH|HOST:PORT",
            split = ",",
            splitSynopsisLabel = ",",
            description =
                    "Where the web server connects to (default: the listening socket that this program was started"
                            + " with, else 127.0.0.1:9000). May be repeated. Port 0 takes a free one. 'inherited' refuses to start"
                            + " without such a socket.")
    private List<String> listen = List.of();

    @Option(
            names = "--allow",
            paramLabel = "ADDRESS,...",
            description =
                    "Who may connect over TCP: IPv4 and IPv6 addresses and CIDR blocks (default: everybody who can"
                            + " reach a loopback address).")
    private @Nullable String allow;

    @Option(
            names = "--backlog",
            paramLabel = "N",
            defaultValue = "1024",
            description = "Most connections that wait to be accepted (default: ${DEFAULT-VALUE}).")
    private int backlog;

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

    @Option(
            names = {"--exit-after-requests", "--max-requests"},
            paramLabel = "N",
            defaultValue = "0",
            description =
                    "End after so many requests, for whoever started this program to start it anew (default: 0, no"
                            + " end).")
    private long exitAfterRequests;

    @Option(
            names = "--idle-exit",
            paramLabel = "SECONDS",
            description = "End when there was no request for so long (default: no end).")
    private @Nullable Long idleExit;

    @Option(
            names = "--pid-file",
            paramLabel = "FILE",
            description = "Where the process id is while it serves (default: nowhere).")
    private @Nullable Path pidFile;

    @Option(names = "--no-root", description = "Refuse to run as root.")
    private boolean noRoot;

    @Option(
            names = "--multiplexing",
            description =
                    "Let requests share a connection, as HAProxy does on demand. A request whose application does not"
                            + " read its body holds up the others of its connection.")
    private boolean multiplexing;

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

    /** What names them where there are no arguments. */
    @Option(names = "--web-apps", split = ",", hidden = true)
    private List<String> webAppsOfSettings = List.of();

    /**
     * {@return what the options mean}
     *
     * @param trustPolicy what they say of the web server's variables
     * @throws UsageException if they are wrong by themselves
     */
    RunSettings settings(TrustPolicy trustPolicy) {
        List<ListenAddress> listeners = ListenAddress.listOf(listen);
        requireSocketOptionsHaveASocket(listeners);
        String webServers = System.getenv(WEB_SERVERS);
        return new RunSettings(
                listeners,
                mode == null ? RunSettings.DEFAULT_MODE : mode,
                group,
                backlog,
                allow == null ? null : peers("--allow", allow),
                webServers == null ? null : peers(WEB_SERVERS, webServers),
                WebApp.parse(webApps.isEmpty() ? webAppsOfSettings : webApps, context),
                context == null ? null : WebApp.validContextPath(context),
                ee,
                Duration.ofSeconds(drain),
                exitAfterRequests,
                idleExit == null ? null : Duration.ofSeconds(idleExit),
                pidFile,
                noRoot,
                threads,
                virtualThreads,
                multiplexing,
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

    private static PeerAddresses peers(String name, String list) {
        try {
            return PeerAddresses.parse(list);
        } catch (IllegalArgumentException e) {
            throw new UsageException(name + " is a " + e.getMessage());
        }
    }

    // Said of a TCP listener, they would promise a protection that is not there.
    private void requireSocketOptionsHaveASocket(List<ListenAddress> listeners) {
        boolean socket = listeners.stream().anyMatch(ListenAddress.Unix.class::isInstance);
        if (allow != null && listeners.stream().noneMatch(ListenAddress::isTcp)) {
            throw new UsageException(
                    "--allow is for TCP listeners, and there is none: Unix sockets have --mode and --group");
        }
        if (!socket && (mode != null || group != null)) {
            throw new UsageException((mode != null ? "--mode" : "--group")
                    + " is for Unix sockets, and there is none: add --listen unix:PATH");
        }
    }
}
