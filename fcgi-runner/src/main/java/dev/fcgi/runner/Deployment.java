package dev.fcgi.runner;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.eclipse.jetty.deploy.ContextHandlerFactory;
import org.eclipse.jetty.deploy.StandardContextHandlerFactory;
import org.eclipse.jetty.deploy.StandardDeployer;
import org.eclipse.jetty.ee.webapp.WebAppClassLoading;
import org.eclipse.jetty.server.Deployable;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.handler.ContextHandler;
import org.eclipse.jetty.server.handler.ContextHandlerCollection;
import org.eclipse.jetty.util.Attributes;
import org.eclipse.jetty.util.IO;
import org.eclipse.jetty.util.component.Environment;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Deploys web applications as Jetty's own deployer does, into a server that has been started. */
final class Deployment implements AutoCloseable {
    /** A web application and where it runs. */
    record Deployed(WebApp webApp, EeEnvironment ee) {}

    private static final Logger LOG = LoggerFactory.getLogger(Deployment.class);

    private final Server server;
    private final StandardDeployer deployer;
    private final EeEnvironments environments;
    private final Distribution distribution;
    private final Path workDirectory;
    private final List<Deployed> deployed = new ArrayList<>();

    Deployment(Server server, ContextHandlerCollection contexts, Distribution distribution) {
        this.server = server;
        this.distribution = distribution;
        environments = new EeEnvironments(distribution);
        deployer = new StandardDeployer(contexts);
        server.addBean(deployer);
        // What serves is of no concern to what is served. Web applications bring a logging of their own, which would
        // find the server's by its service file.
        WebAppClassLoading.addHiddenClasses(
                server,
                "dev.fcgi.",
                "picocli.",
                "org.slf4j.",
                distribution.logging().toUri().toString());
        try {
            workDirectory = Files.createTempDirectory("fcgi-");
        } catch (IOException e) {
            throw new OperatorException(
                    "cannot create a directory in " + System.getProperty("java.io.tmpdir") + ": " + OneLine.reason(e)
                            + "; make it writable, or choose another with FCGI_JAVA_OPTS=-Djava.io.tmpdir=DIR",
                    e);
        }
        // Also when the process is told to stop while it starts.
        Runtime.getRuntime().addShutdownHook(new Thread(this::close, "fcgi-clean-up"));
    }

    /**
     * Deploys and starts one web application.
     *
     * @param given the environment; null finds it out from the web application
     * @throws OperatorException if it cannot be read or does not start
     */
    void deploy(WebApp webApp, @Nullable EeEnvironment given) {
        EeDetector.Finding finding = given != null ? new EeDetector.Finding(given, "--ee") : detect(webApp);
        LOG.debug("Deploying {} in {}: {}", webApp.path(), finding.ee(), finding.reason());
        EeEnvironment ee = finding.ee();
        Environment environment = environments.get(ee);
        try {
            ContextHandler context = new StandardContextHandlerFactory()
                    .newContextHandler(server, environment, webApp.path(), Set.of(), attributes(webApp, ee));
            deployer.deploy(context);
        } catch (Exception | LinkageError | AssertionError e) {
            throw new OperatorException(
                    "cannot start '" + webApp.path() + "' in " + ee + " (" + finding.reason() + "): "
                            + OneLine.reason(e) + "; --verbose tells more",
                    e);
        }
        deployed.add(new Deployed(webApp, ee));
    }

    /** {@return what runs, in the order it was deployed} */
    List<Deployed> deployed() {
        return List.copyOf(deployed);
    }

    @Override
    public void close() {
        IO.delete(workDirectory.toFile());
    }

    private static EeDetector.Finding detect(WebApp webApp) {
        try (WebAppFiles files = WebAppFiles.open(webApp)) {
            return new EeDetector(files).detect();
        } catch (IOException | UncheckedIOException e) {
            throw new OperatorException("cannot read '" + webApp.path() + "': " + OneLine.reason(e), e);
        }
    }

    private Attributes attributes(WebApp webApp, EeEnvironment ee) throws IOException {
        Path temp = Files.createDirectory(workDirectory.resolve("web-application-" + deployed.size()));
        Attributes attributes = new Attributes.Mapped();
        attributes.setAttribute(Deployable.CONTEXT_PATH, webApp.contextPath());
        attributes.setAttribute(Deployable.WAR, webApp.path().toRealPath().toString());
        attributes.setAttribute(Deployable.TEMP_DIR, temp.toString());
        attributes.setAttribute(Deployable.CONTAINER_SCAN_JARS, ee.containerScanJarPattern());
        attributes.setAttribute(
                Deployable.DEFAULTS_DESCRIPTOR,
                distribution.defaultsDescriptorOf(ee).toString());
        attributes.setAttribute(
                ContextHandlerFactory.ENVIRONMENT_XML_PATHS_ATTRIBUTE, List.of(distribution.contextXml()));
        return attributes;
    }
}
