package dev.fcgi.it;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** h2o, whatever its hosts are. */
interface H2oFrontEnd extends FrontEnd {

    /** {@return the mapping {@code hosts}} */
    String hosts(Workspace workspace, int port, ListenAddress application) throws IOException;

    @Override
    default String program() {
        return "h2o";
    }

    /** Leaves nothing outside the workspace. */
    @Override
    default String configuration(Workspace workspace, int port, ListenAddress application) throws IOException {
        return """
                %1$s
                num-threads: 2
                temp-buffer-path: %2$s
                %3$s
                """.formatted(user(), workspace.shared("buffers"), hosts(workspace, port, application));
    }

    @Override
    default List<String> arguments(Path configuration) {
        return List.of("-m", "worker", "-c", configuration.toString());
    }

    @Override
    default String errorLog() {
        return "h2o.err";
    }

    @Override
    default Pattern error() {
        return Pattern.compile("\\[lib/handler/fastcgi.c\\]");
    }

    /** Only root may, and need, say it. */
    private static String user() {
        return "root".equals(System.getProperty("user.name")) ? "user: www-data" : "";
    }

    /** {@return a documented block, with the files and the application of a test, which is mounted at /contract} */
    static DocumentedBlock documented(String name, Workspace workspace, ListenAddress application) throws IOException {
        String text = DocumentedBlock.read(name).text().replace("/etc/h2o", workspace.toString());
        String address = application.text();
        int colon = address.lastIndexOf(':');
        return address.startsWith("unix:")
                ? new DocumentedBlock(text).with("/run/myapp/fcgi.sock", address.substring(colon + 1))
                : new DocumentedBlock(text)
                        .with("port: 9000", "port: " + address.substring(colon + 1))
                        .with("/myapp", ContractApp.CONTEXT);
    }
}
