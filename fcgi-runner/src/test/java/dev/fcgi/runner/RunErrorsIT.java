package dev.fcgi.runner;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What makes {@code fcgi run} fail, told in one line. */
@Timeout(value = 3, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RunErrorsIT {
    private static final String MISSING_LISTENER =
            "<listener><listener-class>com.acme.Missing</listener-class></listener>";

    @TempDir
    private Path directory;

    private final WarBuilder war = new WarBuilder();

    @Test
    void aMissingWebApplication() throws Exception {
        assertFails(1, "there is no 'nothing.war': name a WAR file or directory", "nothing.war");
    }

    @Test
    void aFileThatIsNoArchive() throws Exception {
        Path file = Files.writeString(directory.resolve("app.war"), "hello");
        assertFails(1, "'" + file + "' is broken: it is not a complete ZIP archive, as a WAR file is", file.toString());
    }

    @Test
    void aDirectoryThatIsNoWebApplication() throws Exception {
        Path secrets = Files.createDirectory(directory.resolve("secrets"));
        Files.writeString(secrets.resolve("password"), "secret");
        assertFails(
                1,
                "'" + secrets + "' is no web application: it has no WEB-INF; name a WAR file, or the directory of an"
                        + " unpacked one",
                secrets.toString());
    }

    @Test
    void aContextPathWithoutItsSlash() throws Exception {
        assertFails(
                1,
                "there is no 'shop=nothing.war': name a WAR file or directory; a context path begins with a slash, as in"
                        + " /path=WAR",
                "shop=nothing.war");
    }

    @Test
    void anArchiveCutInTwo() throws Exception {
        Path file = war.ownClass(JakartaServlet.class).archive(directory.resolve("app.war"));
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(bytes, bytes.length / 2));
        assertFails(1, "'" + file + "' is broken: it is not a complete ZIP archive, as a WAR file is", file.toString());
    }

    @Test
    void aDescriptorThatIsNoXml() throws Exception {
        Path file = war.webXml("<web-app>\n<servlet></web-app>").archive(directory.resolve("app.war"));
        assertFails(
                1,
                "cannot start '" + file
                        + "' in ee11 (no trace of any Servlet API): XML line 2: The element type"
                        + " \"servlet\" must be terminated by the matching end-tag \"</servlet>\"; --verbose tells more",
                file.toString());
    }

    @Test
    void aWebApplicationThatDoesNotStartInEe11() throws Exception {
        Path file = war.webXml(WarBuilder.JAKARTA_WEB_XML.formatted(MISSING_LISTENER))
                .archive(directory.resolve("app.war"));
        assertFails(
                1,
                "cannot start '" + file
                        + "' in ee11 (jakarta.servlet in WEB-INF/web.xml): Class loading error for holder"
                        + " com.acme.Missing; --verbose tells more",
                file.toString());
    }

    @Test
    void aWebApplicationThatDoesNotStartInEe8() throws Exception {
        Path file =
                war.webXml(WarBuilder.JAVAX_WEB_XML.formatted(MISSING_LISTENER)).archive(directory.resolve("app.war"));
        assertFails(
                1,
                "cannot start '" + file + "' in ee8 (javax.servlet in WEB-INF/web.xml): Class loading error for holder"
                        + " com.acme.Missing; --verbose tells more",
                file.toString());
    }

    @Test
    void verboseShowsWhere() throws Exception {
        Path files = emptyWebApp();
        try (FcgiProcess fcgi = run("--verbose", "--listen", "unix:/nowhere/s", files.toString())) {
            assertThat(fcgi.exitCode()).isEqualTo(1);
            assertThat(fcgi.err())
                    .contains("\tat dev.fcgi.runner.")
                    .endsWith("fcgi: cannot listen on unix:/nowhere/s: there is no directory /nowhere; create it, or"
                            + " choose another --listen\n");
        }
    }

    @Test
    void fcgi_7_1_aUsedPort() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String address = "127.0.0.1:" + taken.getLocalPort();
            assertFails(
                    1,
                    "cannot listen on " + address + ": Address already in use; stop what uses it, or choose another"
                            + " --listen",
                    "--listen",
                    address,
                    emptyWebApp().toString());
        }
    }

    @Test
    void aFileInTheSocketsPlace() throws Exception {
        Path socket = Files.createFile(directory.resolve("s"));
        Path files = emptyWebApp();
        assertFails(
                1,
                "cannot listen on unix:" + socket + ": Unix socket " + socket
                        + " cannot be made: a file that is no socket is in its place; remove it, or use another path",
                "--listen",
                "unix:" + socket,
                files.toString());
    }

    @Test
    void anUnknownGroup() throws Exception {
        Path socket = directory.resolve("s");
        Path files = emptyWebApp();
        assertFails(
                1,
                "cannot listen on unix:" + socket + ": group 'nobody-at-all' of Unix socket " + socket
                        + " is unknown: use one that 'getent group' lists",
                "--listen",
                "unix:" + socket,
                "--group",
                "nobody-at-all",
                files.toString());
        assertThat(socket).doesNotExist();
    }

    @Test
    void anUnknownOption() throws Exception {
        assertFails(2, "unknown option: '--port'; try 'fcgi run --help'", "--port", "1", "a.war");
    }

    private Path emptyWebApp() throws IOException {
        Path webApp = directory.resolve("files");
        Files.createDirectories(webApp.resolve("WEB-INF"));
        return webApp;
    }

    private FcgiProcess run(String... arguments) throws IOException {
        String[] all = new String[arguments.length + 1];
        all[0] = "run";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return FcgiProcess.start(directory, all);
    }

    private void assertFails(int exitCode, String message, String... arguments) throws Exception {
        try (FcgiProcess fcgi = run(arguments)) {
            assertThat(fcgi.exitCode()).isEqualTo(exitCode);
            assertThat(fcgi.err()).isEqualTo("fcgi: " + message + "\n");
            assertThat(fcgi.temp()).isEmptyDirectory();
        }
    }
}
