package dev.fcgi.runner;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an application sees, and its clients, where the web server mounts it at another path than it is deployed at. */
@Timeout(value = 3, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class MountIT {
    private static final String ERROR_PAGE =
            "<error-page><error-code>418</error-code><location>/at/teapot</location></error-page>"
                    + "<session-config><tracking-mode>COOKIE</tracking-mode><tracking-mode>URL</tracking-mode>"
                    + "</session-config>";

    @TempDir
    private Path directory;

    /** @param scriptName SCRIPT_NAME of all requests, or {@code null} when there is none */
    private record WebServer(FcgiProcess fcgi, @Nullable String scriptName) {
        String get(String target) throws IOException {
            Map<String, String> variables = Map.of();
            if (scriptName != null) {
                String path = target.replaceAll("\\?.*", "").replace("%20", " ");
                variables = Map.of("SCRIPT_NAME", scriptName, "PATH_INFO", path.substring(scriptName.length()));
            }
            return FcgiRequest.get(FcgiRequest.loopback(fcgi.port()), target, variables);
        }
    }

    @ParameterizedTest(name = "{0} at {1}")
    @CsvSource({"ee8, /app", "ee9, /app", "ee10, /app", "ee11, /app", "ee8, /", "ee9, /", "ee10, /", "ee11, /"})
    void map_14_applicationsSeeTheirPublicPath(String id, String contextPath) throws Exception {
        EeEnvironment ee = EeEnvironment.valueOf(id.toUpperCase(Locale.ROOT));
        try (FcgiProcess process = start(ee, contextPath, "/wiki=" + contextPath)) {
            WebServer webServer = new WebServer(process, null);
            assertMountedAt("/wiki", webServer);
            assertThat(webServer.get("/other")).startsWith("Status: 404 ");
            assertThat(webServer.get("/wiki")).containsPattern("^Location: (http://localhost)?/wiki/\r\nStatus: 30");
        }
    }

    /** One application, deployed once, at the path that each request says. */
    @ParameterizedTest
    @CsvSource({"ee8", "ee11"})
    void map_15_scriptNameMountsOneApplicationAtManyPaths(String id) throws Exception {
        EeEnvironment ee = EeEnvironment.valueOf(id.toUpperCase(Locale.ROOT));
        try (FcgiProcess process = start(ee, "/", "script-name")) {
            for (String path : new String[] {"/wiki", "/projects/first", ""}) {
                assertMountedAt(path, new WebServer(process, path));
            }
        }
    }

    private static void assertMountedAt(String path, WebServer webServer) throws IOException {
        String url = "http://localhost" + path;
        assertThat(webServer.get(path + "/at/a%20b"))
                .endsWith("\r\n\r\nREQUEST " + path + " /at /a b " + path + "/at/a%20b " + url + "/at/a%20b");
        assertThat(webServer.get(path + "/at/x?forward"))
                .contains("FORWARD " + path + " /at /forwarded " + path + "/at/forwarded ")
                .contains("forward.request_uri=" + path + "/at/x forward.context_path=" + path);
        assertThat(webServer.get(path + "/at/x?include"))
                .contains("INCLUDE " + path + " /at /x " + path + "/at/x " + url + "/at/x")
                .contains("include.request_uri=" + path + "/at/included include.context_path=" + path);
        assertThat(webServer.get(path + "/at/x?async"))
                .contains("ASYNC " + path + " /at /x " + path + "/at/x " + url + "/at/x");
        assertThat(webServer.get(path + "/at/x?error"))
                .startsWith("Status: 418 ")
                .contains("ERROR " + path + " /at /teapot ")
                .contains("error.request_uri=" + path + "/at/x");
        assertThat(webServer.get(path + "/at/x?redirect-context"))
                .startsWith("Location: " + url + "/there\r\nStatus: 302 ");
        assertThat(webServer.get(path + "/at/x?redirect-relative"))
                .startsWith("Location: " + url + "/at/there?a=b\r\n");
        assertThat(webServer.get(path + "/at/x?redirect-away")).startsWith("Location: http://other.test/app/there\r\n");
        assertThat(webServer.get(path + "/at/x?location")).startsWith("Location: " + url + "/at/x/7\r\nStatus: 201 ");
        assertThat(webServer.get(path + "/at/x?session"))
                .containsIgnoringCase("\r\nSet-Cookie: own=1; Path=" + path + "/at")
                .containsPattern(
                        "(?i)\r\nSet-Cookie: JSESSIONID=[^;]*; Path=" + (path.isEmpty() ? "/" : path) + "[;\r]");
        assertThat(webServer.get(path + "/at/x?encode"))
                .containsPattern(url + "/at/x;jsessionid=[^ ]+ " + path + "/x;jsessionid=");
        assertThat(webServer.get(path + "/directory/")).endsWith("\r\n\r\na page");
        assertThat(webServer.get(path + "/directory/index.html")).endsWith("\r\n\r\na page");
        // From the container, which knows the path that is deployed.
        assertThat(webServer.get(path + "/directory")).startsWith("Location: " + url + "/directory/\r\nStatus: 302 ");
    }

    private FcgiProcess start(EeEnvironment ee, String contextPath, String mount) throws Exception {
        Path war = new WarBuilder()
                .servlet(MountServlet.class, ee, ERROR_PAGE)
                .file("directory/index.html", "a page")
                .archive(directory.resolve("mounted.war"));
        return FcgiProcess.start(
                        directory,
                        "run",
                        "--listen",
                        "127.0.0.1:0",
                        "--ee",
                        ee.id(),
                        "--mount",
                        mount,
                        contextPath + "=" + war)
                .awaitReady();
    }
}
