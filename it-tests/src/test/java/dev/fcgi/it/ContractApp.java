package dev.fcgi.it;

import dev.fcgi.it.app.FactsServlet;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Map;

/** Puts the contract application's classes and files together as an exploded WAR. */
final class ContractApp {

    static final String CONTEXT = "/contract";

    private ContractApp() {}

    /** {@return the context path and the directory, as an {@link Application} wants them} */
    static Map<String, Path> assemble(Workspace workspace) throws IOException {
        Path classes = testClasses();
        Path war = workspace.path("contract");
        Workspace.copy(classes.resolve("contract-app"), war);
        String packageName = FactsServlet.class.getPackageName().replace('.', '/');
        Workspace.copy(
                classes.resolve(packageName), war.resolve("WEB-INF/classes").resolve(packageName));
        return Map.of(CONTEXT, war);
    }

    /** {@return the directory of these tests' classes and resources} */
    static Path testClasses() throws IOException {
        try {
            return Path.of(FactsServlet.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IOException(e);
        }
    }
}
