package dev.fcgi.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** docs/jetty-module.md typed into a directory: its commands, its nginx block, its upgrade and its removal. */
@Timeout(120)
class JettyModulePageIT {

    private static final Path PAGE = Path.of("..", "docs", "jetty-module.md");

    private static final int PORT = 9000;

    private static String block(String heading, String language) throws IOException {
        Matcher block = Pattern.compile("(?s)\n## " + heading + "\n.*?\n```" + language + "\n(.*?)```")
                .matcher(Files.readString(PAGE));
        assertThat(block.find()).as(heading).isTrue();
        return block.group(1);
    }

    private static List<String> command(Workspace workspace, String line) {
        return List.of("sh", "-c", "cd " + workspace.path("base") + " && " + line);
    }

    private static void type(Workspace workspace, String line) throws IOException, InterruptedException {
        ChildProcess process = ChildProcess.start("typed", workspace, command(workspace, line), environment());
        assertThat(process.awaitExit(60)).as(line + process.errors()).isZero();
    }

    private static Map<String, String> environment() {
        String path = Path.of(System.getProperty("java.home"), "bin") + ":" + System.getenv("PATH");
        return Map.of("JETTY_HOME", JettyBase.HOME.toString(), "PATH", path);
    }

    private static Deployment typed(Workspace workspace) throws IOException, InterruptedException {
        Path base = Files.createDirectory(workspace.path("base"));
        Path archive = Path.of(JettyBase.ARCHIVE.toString().replaceFirst("\\.zip$", ".tar.gz"));
        Files.copy(archive, base.resolve(archive.getFileName()));
        Files.copy(Inspector.war(workspace, "ee11"), base.resolve("myapp.war"));
        List<String> lines = block("Install and start", "sh").lines().toList();
        assertThat(lines).hasSize(4);
        for (String line : lines.subList(0, 3)) {
            type(workspace, line);
        }
        ListenAddress address = ListenAddress.freePort();
        String port = address.text().replaceFirst(".*:", "");
        ApplicationProcess running = JettyBase.of(workspace)
                .started(command(workspace, "exec " + lines.get(3) + " fastcgi.port=" + port), environment(), address);
        NginxFrontEnd nginx = (directory, listen, application) -> NginxFrontEnd.server(
                listen,
                new DocumentedBlock(block("Install and start", "nginx"))
                        .with("127.0.0.1:" + PORT, application.text())
                        .text());
        return Deployment.start(workspace, nginx, running);
    }

    @Test
    void fourCommandsGiveAPageThroughNginx() throws Exception {
        Deployment.whileRunning(JettyModulePageIT::typed, deployment -> {
            assertThat(deployment.client().get("/myapp/?format=json").body())
                    .contains("\"contextPath\": \"/myapp\"")
                    .contains("\"remoteAddr\": \"127.0.0.1\"");
            assertThat(deployment.application().log()).doesNotContain("WARN", "ERROR");
            Workspace workspace = deployment.workspace();
            for (String line : block("Remove", "sh").lines().toList()) {
                type(workspace, line);
            }
            try (var left = Files.walk(workspace.path("base"))) {
                assertThat(left.map(Path::toString))
                        .filteredOn(file -> file.contains("fastcgi"))
                        .isEmpty();
            }
        });
    }
}
