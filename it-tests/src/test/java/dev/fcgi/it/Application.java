package dev.fcgi.it;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How an application server is started: the system under test, or the one it is compared with.
 *
 * @param command program and options, without listener and contexts
 * @param environment variables in addition to the inherited ones
 * @param unixSocket whether it listens on a Unix socket, otherwise on TCP
 */
record Application(List<String> command, Map<String, String> environment, boolean unixSocket) {

    /** The {@code fcgi} command of the distribution this build has made. */
    static Application runner(boolean unixSocket, String... options) {
        Path program = Path.of(System.getProperty("fcgi.distribution"), "bin", "fcgi");
        List<String> command = new ArrayList<>(List.of(program.toString(), "run", "--drain", "20"));
        if (unixSocket) {
            // The web server's workers run as another user.
            command.addAll(List.of("--mode", "0666"));
        }
        command.addAll(List.of(options));
        return new Application(command, Map.of(), unixSocket);
    }

    /** Jetty's own HTTP connector, from the class path of the tests. */
    static Application jettyHttp() {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        String classPath = System.getProperty("java.class.path");
        return new Application(
                List.of(java.toString(), "-cp", classPath, HttpBaseline.class.getName()), Map.of(), false);
    }

    Application withEnvironment(String name, String value) {
        Map<String, String> more = new HashMap<>(environment);
        more.put(name, value);
        return new Application(command, more, unixSocket);
    }

    /** Starts it and waits until it says that it serves. */
    ApplicationProcess start(Workspace workspace, Map<String, Path> contexts) throws IOException {
        ListenAddress address = unixSocket ? ListenAddress.unixSocket(workspace) : ListenAddress.freePort();
        List<String> line = new ArrayList<>(command);
        line.addAll(List.of("--listen", address.text()));
        contexts.forEach((path, war) -> line.add(path + "=" + war));
        return ApplicationProcess.start(workspace, line, environment, address);
    }
}
