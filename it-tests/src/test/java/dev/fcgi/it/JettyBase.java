package dev.fcgi.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** A JETTY_BASE with the files of FastCGI in it, and the start.jar of a whole jetty-home. */
final class JettyBase {

    /** What {@code --add-modules} takes for all environments, their deployers and adapters. */
    static final String ALL_ENVIRONMENTS =
            "ee8-deploy,ee9-deploy,ee10-deploy,ee11-deploy,fastcgi-ee8,fastcgi-ee9,fastcgi-ee10,fastcgi-ee11";

    static final Path HOME = Path.of(System.getProperty("fcgi.jetty.home"));
    static final Path ARCHIVE = Path.of(System.getProperty("fcgi.jetty.start"));

    private static final Pattern STARTED = Pattern.compile("oejs\\.Server:main: Started ");

    /** What Java ends with after SIGTERM. */
    private static final int TERMINATED = 143;

    private final Workspace workspace;
    private final Path directory;
    private final Path java;
    private final Path home;

    private JettyBase(Workspace workspace, Path directory, Path java, Path home) {
        this.workspace = workspace;
        this.directory = directory;
        this.java = java;
        this.home = home;
    }

    /** Makes one in a workspace, with the archive unpacked and modules added as an administrator does it. */
    static JettyBase with(Workspace workspace, String... modules) throws IOException, InterruptedException {
        JettyBase base = empty(workspace);
        unpack(ARCHIVE, base.directory);
        return base.add(modules);
    }

    static JettyBase empty(Workspace workspace) throws IOException {
        JettyBase base = of(workspace);
        Files.createDirectory(base.directory);
        return base;
    }

    /** {@return the one of a workspace} */
    static JettyBase of(Workspace workspace) {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        return new JettyBase(workspace, workspace.path("base"), java, HOME);
    }

    static void unpack(Path archive, Path directory) throws IOException {
        try (InputStream file = Files.newInputStream(archive);
                ZipInputStream zip = new ZipInputStream(file)) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                Path target = directory.resolve(entry.getName());
                if (entry.isDirectory()) {
                    Files.createDirectories(target);
                } else {
                    Files.createDirectories(target.getParent());
                    Files.copy(zip, target);
                }
            }
        }
    }

    /** {@return the same with another Java} */
    JettyBase onJava(Path javaHome) {
        return new JettyBase(workspace, directory, javaHome.resolve("bin/java"), home);
    }

    /** {@return the same with another jetty-home} */
    JettyBase at(Path home) {
        return new JettyBase(workspace, directory, java, home);
    }

    Path path(String name) {
        return directory.resolve(name);
    }

    JettyBase add(String... modules) throws IOException, InterruptedException {
        run("--add-modules=" + String.join(",", modules));
        return this;
    }

    /** Adds a line to the file of properties of the base. */
    JettyBase set(String property, Object value) throws IOException {
        Path file = Files.createDirectories(path("start.d")).resolve("test.ini");
        String before = Files.exists(file) ? Files.readString(file) : "";
        Files.writeString(file, before + property + "=" + value + "\n");
        return this;
    }

    /** {@return what start.jar prints that ends well} */
    String run(String... arguments) throws IOException, InterruptedException {
        ChildProcess process = ChildProcess.start("start-jar", workspace, command(arguments), Map.of());
        int exit = process.awaitExit(60);
        String printed = process.output() + process.errors();
        assertThat(exit).as(printed).isZero();
        return printed;
    }

    /** {@return a start.jar that may end as it likes} */
    ChildProcess launch(String... arguments) throws IOException {
        return ChildProcess.start("start-jar", workspace, command(arguments), Map.of());
    }

    /** Starts the server at an address and waits until it says that it serves. */
    ApplicationProcess start(ListenAddress address, String... arguments) throws IOException {
        return started(command(listening(address, arguments)), address);
    }

    /** {@return the properties for a connector at an address, and more arguments} */
    static String[] listening(ListenAddress address, String... more) {
        List<String> arguments = new ArrayList<>(List.of(more));
        if (address.text().startsWith("unix:")) {
            arguments.add("fastcgi.unixDomainPath=" + path(address));
            arguments.add("fastcgi.mode=0666"); // the web server's workers run as another user
        } else {
            arguments.add("fastcgi.port=" + address.text().replaceFirst(".*:", ""));
        }
        return arguments.toArray(new String[0]);
    }

    /** {@return where a Unix socket is} */
    static String path(ListenAddress address) {
        return address.text().replaceFirst("unix:", "");
    }

    /** {@return a command behind another one} */
    List<String> after(List<String> first, String... arguments) {
        List<String> both = new ArrayList<>(first);
        both.addAll(command(arguments));
        return both;
    }

    /** Starts what a dry run prints. */
    ApplicationProcess executed(ListenAddress address, String... arguments) throws IOException, InterruptedException {
        List<String> dryRun = new ArrayList<>(List.of(listening(address, arguments)));
        dryRun.add("--dry-run");
        String command = run(dryRun.toArray(new String[0])).strip();
        return started(List.of("sh", "-c", "exec " + command), address);
    }

    /** Starts a server by another command than start.jar. */
    ApplicationProcess started(List<String> command, ListenAddress address) throws IOException {
        return started(command, Map.of(), address);
    }

    /** @param environment variables in addition to the inherited ones */
    ApplicationProcess started(List<String> command, Map<String, String> environment, ListenAddress address)
            throws IOException {
        return ApplicationProcess.start(workspace, command, environment, address, STARTED, TERMINATED);
    }

    /** Has Jetty deploy a web application, or replace it, at the path of its name. */
    void deploy(String name, String environment, Path webApp) throws IOException {
        String context = """
                <?xml version="1.0"?>
                <!DOCTYPE Configure PUBLIC "-//Jetty//Configure//EN" "https://jetty.org/configure_10_0.dtd">
                <Configure class="org.eclipse.jetty.%s.webapp.WebAppContext">
                  <Set name="contextPath">/%s</Set>
                  <Set name="war">%s</Set>
                </Configure>
                """.formatted(environment, name, webApp);
        Files.writeString(path("webapps/" + name + ".xml"), context);
        Files.writeString(path("webapps/" + name + ".properties"), "environment=" + environment + "\n");
    }

    private List<String> command(String... arguments) {
        List<String> command = new ArrayList<>(
                List.of(java.toString(), "-jar", home.resolve("start.jar").toString(), "jetty.base=" + directory));
        command.addAll(List.of(arguments));
        return command;
    }
}
