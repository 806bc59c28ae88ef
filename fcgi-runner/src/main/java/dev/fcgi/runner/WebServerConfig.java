package dev.fcgi.runner;

import dev.fcgi.servlet.Mount;
import dev.fcgi.servlet.TrustPolicy;
import java.io.PrintWriter;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code fcgi config} for one web server: prints configuration for it that fits the options of {@code fcgi run}. */
@Command(mixinStandardHelpOptions = true, versionProvider = Version.class)
abstract class WebServerConfig implements Runnable {
    private final String server;

    @Mixin
    private final RunOptions options = new RunOptions();

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    /** @param server what the web server is called in a sentence */
    WebServerConfig(String server) {
        this.server = server;
    }

    /**
     * {@return the configuration}
     *
     * @throws UsageException if the web server cannot express the address
     */
    abstract String text(RunSettings settings);

    @Override
    public final void run() {
        PrintWriter out = spec.commandLine().getOut();
        out.print(text(options.settings(TrustOptions.policy(spec))));
        out.flush();
    }

    /**
     * {@return comment lines that say what it is and what it is for}
     *
     * @param place where it goes, as in "For inside a server { } block of nginx"
     */
    final String heading(String place, RunSettings settings) {
        List<ListenAddress> listeners = settings.listeners();
        String text = "# " + place + ": hands requests to 'fcgi run' on " + listeners.get(0) + ".\n";
        return listeners.size() == 1
                ? text
                : text + "# It also listens on "
                        + listeners.stream().skip(1).map(Object::toString).collect(Collectors.joining(", ")) + ".\n";
    }

    /** {@return where the web server connects to, as {@code --listen} names it} */
    final String address(RunSettings settings) {
        return listener(settings).toString();
    }

    /** {@return where the web server connects to} */
    final ListenAddress listener(RunSettings settings) {
        ListenAddress address = settings.listeners().get(0);
        if (address instanceof ListenAddress.Inherited) {
            throw new UsageException(
                    server + " cannot connect to a socket without a name: give unix:PATH or HOST:PORT in"
                            + " --listen instead of inherited");
        }
        if (address instanceof ListenAddress.Tcp tcp && tcp.port() == 0) {
            throw new UsageException(server + " needs to know the port: give one in --listen instead of 0");
        }
        if (address instanceof ListenAddress.Unix unix
                && !unix.path().toString().matches("[\\p{L}\\p{N}/._+@%=,~-]+")) {
            throw new UsageException(server + " cannot name the socket '" + unix.path()
                    + "': use letters, digits and / . _ + @ % = , ~ - only");
        }
        return address;
    }

    /** {@return the public path of each web application, or only the root if it is among them: it has everything below it} */
    static List<String> paths(RunSettings settings) {
        List<Mount.Prefix> mounts = settings.trustPolicy().mount().prefixes();
        if (!mounts.isEmpty()) {
            return mounts.stream()
                    .map(mount -> mount.publicPath().isEmpty() ? "/" : mount.publicPath())
                    .toList();
        }
        List<String> contextPaths =
                settings.webApps().stream().map(WebApp::contextPath).toList();
        if (contextPaths.isEmpty()) {
            return List.of(settings.context() == null ? "/" : settings.context());
        }
        return contextPaths.contains("/") ? List.of("/") : contextPaths;
    }

    /**
     * {@return what has the web server send the secret, or nothing where there is none}
     *
     * @param format where the variable's name goes into
     */
    static String secret(TrustPolicy policy, String format) {
        return policy.secret() == null ? "" : format.formatted(policy.secretVariable());
    }

    /** {@return a comment where it has not been tried how the web server sends the secret} */
    static String untriedSecret(TrustPolicy policy) {
        return secret(
                policy, "# It must also send the secret that 'fcgi run' was given, as %s: how has not been tried.\n");
    }
}
