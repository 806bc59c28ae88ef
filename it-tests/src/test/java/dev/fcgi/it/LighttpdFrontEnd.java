package dev.fcgi.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.regex.Pattern;

/** lighttpd, whatever it serves. */
interface LighttpdFrontEnd extends FrontEnd {

    /** {@return what goes beside the port and the directories} */
    String content(Workspace workspace, int port, ListenAddress application) throws IOException;

    @Override
    default String program() {
        return "lighttpd";
    }

    /** Leaves nothing outside the workspace. The log is opened by the user that serves. */
    @Override
    default String configuration(Workspace workspace, int port, ListenAddress application) throws IOException {
        Path log = Files.createFile(workspace.path("error.log"));
        Files.setPosixFilePermissions(log, PosixFilePermissions.fromString("rw-rw-rw-"));
        return """
                server.document-root = "%1$s"
                server.upload-dirs   = ( "%2$s" )
                server.errorlog      = "%1$s/error.log"
                server.bind          = "127.0.0.1"
                server.port          = %3$d
                %4$s
                %5$s
                """.formatted(
                        workspace, workspace.shared("uploads"), port, user(), content(workspace, port, application));
    }

    /** Levels there are none: whatever is not of the start and the end. */
    @Override
    default Pattern error() {
        return Pattern.compile(": \\((?!server[.]c)[\\w-]+[.]c[.]\\d+\\) ");
    }

    @Override
    default List<String> arguments(Path configuration) {
        return List.of("-D", "-f", configuration.toString());
    }

    /** Debian's own choice; only root may, and need, say it. */
    private static String user() {
        return "root".equals(System.getProperty("user.name"))
                ? "server.username = \"www-data\"\nserver.groupname = \"www-data\""
                : "";
    }

    /** {@return a documented block, with the files and the application of a test} */
    static DocumentedBlock documented(String name, Workspace workspace, ListenAddress application) throws IOException {
        String text = DocumentedBlock.read(name).text().replace("/etc/lighttpd", workspace.toString());
        String address = application.text();
        int colon = address.lastIndexOf(':');
        return address.startsWith("unix:")
                ? new DocumentedBlock(text).with("/run/myapp/fcgi.sock", address.substring(colon + 1))
                : new DocumentedBlock(text).with("\"port\" => 9000", "\"port\" => " + address.substring(colon + 1));
    }
}
