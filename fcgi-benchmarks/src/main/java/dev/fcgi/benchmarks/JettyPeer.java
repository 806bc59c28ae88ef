package dev.fcgi.benchmarks;

import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Jetty with one connector in a JVM of its own. */
final class JettyPeer {
    /** The same for all of them. */
    static final List<String> JVM_OPTIONS = List.of("-Xms256m", "-Xmx256m");

    static final String HTTP_NAME = "HTTP over TCP";

    private static final String LOOPBACK = "127.0.0.1";
    private static final Pattern READY = Pattern.compile("(?m)^" + JettyServer.READY + "(\\S+)\n");
    private static final Duration START_TIME = Duration.ofSeconds(60);

    private JettyPeer() {}

    static Peer fastCgiOverTcp(Workspace workspace) throws Exception {
        return start(workspace, "fastcgi-tcp", "FastCGI over TCP", JettyServer.FASTCGI, LOOPBACK);
    }

    static Peer fastCgiOverUnixSocket(Workspace workspace) throws Exception {
        String address = JettyServer.UNIX + workspace.path("fastcgi.sock");
        return start(workspace, "fastcgi-unix", "FastCGI over a Unix socket", JettyServer.FASTCGI, address);
    }

    static Peer http(Workspace workspace) throws Exception {
        return start(workspace, "http", HTTP_NAME, JettyServer.HTTP, LOOPBACK);
    }

    private static Peer start(Workspace workspace, String id, String name, String protocol, String address)
            throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(JVM_OPTIONS);
        command.addAll(List.of("-cp", classPath(), JettyServer.class.getName()));
        command.addAll(List.of(protocol, address));
        ChildProcess process = workspace.start(id, command);
        workspace.awaitReady(
                process, START_TIME, () -> READY.matcher(process.output()).find());
        Matcher ready = READY.matcher(process.output());
        String listening = ready.find() ? ready.group(1) : address;
        String locations = protocol.equals(JettyServer.FASTCGI)
                ? NginxFrontEnd.fastCgiLocation("/", id, "")
                : NginxFrontEnd.httpLocation("/", id);
        return new Peer(id, name, process, listening, locations);
    }

    /** {@return the class path of this process, for one that has another working directory} */
    private static String classPath() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
    }
}
