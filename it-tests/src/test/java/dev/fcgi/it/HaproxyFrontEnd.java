package dev.fcgi.it;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** HAProxy, whatever its frontends and backends are. */
interface HaproxyFrontEnd extends FrontEnd {

    /** {@return the sections behind {@code global} and {@code defaults}} */
    String sections(Workspace workspace, int port, ListenAddress application) throws IOException;

    @Override
    default String program() {
        return "haproxy";
    }

    /** With Debian's own choices, as far as they are not about logs and administration. */
    @Override
    default String configuration(Workspace workspace, int port, ListenAddress application) throws IOException {
        return """
                global
                    log stderr format raw local0
                    %s
                defaults
                    log global
                    mode http
                    option httplog
                    option dontlognull
                    timeout connect 5000
                    timeout client 50000
                    timeout server 50000
                %s
                """.formatted(user(), sections(workspace, port, application));
    }

    @Override
    default List<String> arguments(Path configuration) {
        return List.of("-db", "-f", configuration.toString());
    }

    @Override
    default String errorLog() {
        return "haproxy.err";
    }

    /** An alert, or a request whose end was not the usual one because of the application (S), HAProxy (P) or the time (s). */
    @Override
    default Pattern error() {
        return Pattern.compile("^\\[ALERT\\]| [25]\\d\\d \\d+ - - [SPs]... ");
    }

    /** Debian's own choice; only root may, and need, say it. */
    private static String user() {
        return "root".equals(System.getProperty("user.name")) ? "user haproxy\n    group haproxy" : "";
    }

    /** {@return a documented block, with the files and the application of a test} */
    static DocumentedBlock documented(String name, Workspace workspace, ListenAddress application) throws IOException {
        String text = DocumentedBlock.read(name).text().replace("/etc/haproxy", workspace.toString());
        String address = application.text();
        return address.startsWith("unix:")
                ? new DocumentedBlock(text).with("unix@/run/myapp/fcgi.sock", address.replaceFirst(":", "@"))
                : new DocumentedBlock(text).with("127.0.0.1:9000", address);
    }
}
