package dev.fcgi.runner;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code fcgi run}: serves web applications until told to stop. */
@Command(
        name = "run",
        description = "Serves web applications over FastCGI until SIGTERM or SIGINT.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
final class RunCommand implements Callable<Integer> {
    @Mixin
    private final RunOptions options = new RunOptions();

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    RunSettings settings() {
        return options.settings(TrustOptions.policy(spec));
    }

    @Override
    public Integer call() throws Exception {
        // First of all: whoever makes a logger earlier would keep the default level.
        options.logLevel().apply(options.verbose());
        RunSettings settings = settings();
        if (settings.noRoot()) {
            User.current().requireNotRoot();
        }
        if (settings.webApps().isEmpty()) {
            throw new UsageException("nothing to serve: name a WAR file or directory");
        }
        PrintWriter out = spec.commandLine().getOut();
        // Standard output is for the ready line alone, whatever web applications print.
        System.setOut(System.err);

        StopRequest stopRequest = new StopRequest();
        Signals.handle(stopRequest::stop, stopRequest::finish);
        if (settings.pidFile() != null) {
            PidFile.write(settings.pidFile());
        }
        try (FcgiServer server = new FcgiServer(settings, Distribution.ofThisProcess(), stopRequest::finish)) {
            server.start();
            stopRequest.serving();
            server.serve();
            User.current().warnOfRoot();
            out.println("fcgi: ready: " + server.listeners() + ", " + server.contexts());
            out.flush();
            stopRequest.awaitFirst();
            server.drain(stopRequest.second());
        }
        LoggerFactory.getLogger(RunCommand.class).info("Stopped");
        return ExitCode.OK;
    }
}
