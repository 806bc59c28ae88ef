package dev.fcgi.runner;

import org.eclipse.jetty.server.Server;
import picocli.CommandLine.IVersionProvider;

/** What {@code --version} prints: this product, and what it runs on. */
final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        String version = Main.class.getPackage().getImplementationVersion();
        return new String[] {
            "fcgi " + (version == null ? "(not packaged)" : version) + " (Jetty " + Server.getVersion() + ", Java "
                    + Runtime.version() + ")"
        };
    }
}
