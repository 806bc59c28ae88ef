package dev.fcgi.runner;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code fcgi script}: prints a program for web servers to start. */
@Command(
        name = "script",
        description =
                "Prints a shell script for a web server to start, as mod_fcgid and lighttpd do. Takes the options of"
                        + " 'fcgi run'. Make it executable: fcgi script app.war > app.fcgi && chmod 755 app.fcgi",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
final class ScriptCommand implements Runnable {
    /** What a script says itself. */
    private static final Set<String> OWN = Set.of("--shared", "--no-root");

    /** Seconds: when the web server has ended, nobody else ends what its scripts share. */
    private static final int SHARED_IDLE_EXIT = 900;

    private static final Set<String> PATHS = Set.of("--settings", "--pid-file");

    @Mixin
    private final RunOptions options = new RunOptions();

    @Option(
            names = "--shared",
            description =
                    "The script starts one process for all its copies and relays requests to it: for mod_fcgid, which"
                            + " starts a script for each request that is served at the same time. Needs Perl.")
    private boolean shared;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Override
    public void run() {
        RunSettings settings = options.settings(TrustOptions.policy(spec));
        if (settings.webApps().isEmpty()) {
            throw new UsageException("nothing to serve: name a WAR file or directory");
        }
        settings.webApps().forEach(WebAppFiles::requireReadable);
        Distribution distribution = Distribution.ofThisProcess();
        Script script =
                new Script(distribution.program(), Path.of(System.getProperty("java.home")), arguments(settings));
        spec.commandLine().getOut().print(shared ? script.shared() : script.own());
        spec.commandLine().getOut().flush();
        makeClassArchive(distribution);
    }

    /** For who waits for a process that a web server starts. Without it the script is as good, and the start slower. */
    private void makeClassArchive(Distribution distribution) {
        try {
            new ClassArchive(distribution).make();
        } catch (OperatorException e) {
            CommandErrors.print(spec.commandLine(), e.getMessage() + "; the script will start slower");
        }
    }

    /** {@return the options that were given, and the web applications, none of them relative to where this runs} */
    private List<String> arguments(RunSettings settings) {
        List<String> arguments = new ArrayList<>();
        for (OptionSpec option : spec.commandLine().getParseResult().matchedOptions()) {
            String name = option.longestName();
            if (name.equals("--listen")) {
                throw new UsageException(
                        "--listen is not for scripts: the web server gives them a socket to listen on");
            }
            if (name.equals("--secret")) {
                throw new UsageException(
                        "--secret would be readable in the script: put fastcgi.secret into a file that only"
                                + " the web server's user may read, and name it with --settings");
            }
            if (shared && name.equals("--pid-file")) {
                throw new UsageException("--pid-file is not for shared scripts: they have it beside their socket");
            }
            if (OWN.contains(name)) {
                continue;
            }
            if (option.arity().max() == 0) {
                arguments.add(name);
            } else {
                option.originalStringValues()
                        .forEach(value -> arguments.add(name + "=" + (PATHS.contains(name) ? absolute(value) : value)));
            }
        }
        if (shared && settings.idleExit() == null) {
            arguments.add("--idle-exit=" + SHARED_IDLE_EXIT);
        }
        settings.webApps()
                .forEach(it -> arguments.add(
                        it.contextPath() + "=" + absolute(it.path().toString())));
        return arguments;
    }

    private static Path absolute(String path) {
        return Path.of(path).toAbsolutePath().normalize();
    }
}
