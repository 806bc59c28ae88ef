package dev.fcgi.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The ways of start.jar with the FastCGI modules: what it lists, how it starts, says no, starts again and ends. */
@Timeout(120)
class StartJarCommandsIT {

    private static final FrontEnd NGINX = Nginx.fastCgi(true, true);

    private static JettyBase base(Workspace workspace, String modules) throws IOException, InterruptedException {
        JettyBase base = JettyBase.with(workspace, modules, "ee11-deploy", "fastcgi-ee11");
        base.deploy("ee11", "ee11", Inspector.war(workspace, "ee11"));
        return base;
    }

    private static void assertServes(Client client) throws Exception {
        assertThat(client.get("/ee11/?format=json").body()).contains("\"contextPath\": \"/ee11\"");
    }

    /** Runs a check in a workspace of its own, which is kept with its logs when it fails. */
    private static void inWorkspace(Check check) throws Exception {
        Workspace workspace = new Workspace();
        try {
            check.accept(workspace);
        } catch (Throwable failure) {
            System.err.println(workspace.evidence());
            throw failure;
        }
        workspace.delete();
    }

    private interface Check {
        void accept(Workspace workspace) throws Exception;
    }

    @Test
    void listsItsModulesAndLeavesThoseOfJettyAlone() throws Exception {
        inWorkspace(workspace -> {
            JettyBase base = JettyBase.with(workspace, "fastcgi");
            assertThat(base.run("--list-modules=fastcgi"))
                    .contains("fastcgi ", "fastcgi-unix ", "fastcgi-config ")
                    .contains("fastcgi-ee8 ", "fastcgi-ee9 ", "fastcgi-ee10 ", "fastcgi-ee11 ");
            try (var modules = Files.list(base.path("modules"))) {
                for (Path module : modules.toList()) {
                    assertThat(JettyBase.HOME.resolve("modules").resolve(module.getFileName()))
                            .doesNotExist();
                }
            }
        });
    }

    /** Modules are sorted by the directories they are in, where nothing else says which comes first. */
    @ParameterizedTest
    @ValueSource(strings = {"a-home", "z-home"})
    void addsItsConnectorsBeforeStatisticsListenToAll(String home) throws Exception {
        inWorkspace(workspace -> {
            Path directory = workspace.path(home);
            Workspace.copy(JettyBase.HOME.resolve("modules"), directory.resolve("modules"));
            Workspace.copy(JettyBase.HOME.resolve("etc"), directory.resolve("etc"));
            Files.copy(JettyBase.HOME.resolve("start.jar"), directory.resolve("start.jar"));
            String listed = JettyBase.with(workspace, "statistics,fastcgi,fastcgi-unix")
                    .at(directory)
                    .run("--list-config");
            assertThat(listed)
                    .containsSubsequence("etc/fastcgi.xml", "etc/fastcgi-unix.xml", "etc/jetty-statistics.xml");
        });
    }

    @Test
    void aDryRunPrintsACommandThatServes() throws Exception {
        Deployment.whileRunning(
                workspace -> {
                    ListenAddress address = ListenAddress.freePort();
                    return Deployment.start(
                            workspace, NGINX, base(workspace, "fastcgi").executed(address));
                },
                deployment -> assertServes(deployment.client()));
    }

    @Test
    void servesEveryEnvironmentAsJavaModules() throws Exception {
        Deployment.whileRunning(
                workspace -> {
                    ListenAddress address = ListenAddress.freePort();
                    JettyBase base = JettyBase.with(workspace, "fastcgi", JettyBase.ALL_ENVIRONMENTS);
                    for (String environment : Inspector.ENVIRONMENTS) {
                        base.deploy(environment, environment, Inspector.war(workspace, environment));
                    }
                    return Deployment.start(workspace, NGINX, base.executed(address, "--jpms"));
                },
                deployment -> {
                    for (String environment : Inspector.ENVIRONMENTS) {
                        assertThat(deployment
                                        .client()
                                        .get("/" + environment + "/?format=json")
                                        .body())
                                .contains("\"contextPath\": \"/" + environment + "\"");
                    }
                    assertThat(deployment.application().log()).doesNotContain("WARN", "ERROR");
                });
    }

    @Test
    void bothConnectorsAndHttpServeAtOnce() throws Exception {
        int http = ListenAddress.freePortNumber();
        Deployment.whileRunning(
                workspace -> {
                    ListenAddress address = ListenAddress.freePort();
                    JettyBase base = base(workspace, "http,fastcgi,fastcgi-unix");
                    String[] more = JettyBase.listening(
                            ListenAddress.unixSocket(workspace),
                            "jetty.http.host=127.0.0.1",
                            "jetty.http.port=" + http);
                    ApplicationProcess running = base.start(address, more);
                    return Deployment.start(workspace, NGINX, running);
                },
                deployment -> {
                    assertServes(deployment.client());
                    assertServes(new Client(http));
                    Workspace second = new Workspace();
                    WebServerProcess other =
                            WebServerProcess.start(NGINX, second, ListenAddress.unixSocket(deployment.workspace()));
                    try {
                        assertServes(new Client(other.port()));
                    } finally {
                        other.stop();
                    }
                    second.delete();
                });
    }

    @Test
    void takesTheSocketThatItIsStartedWith() throws Exception {
        Path spawner = WebServerProcess.require("spawn-fcgi");
        Deployment.whileRunning(
                workspace -> {
                    ListenAddress address = ListenAddress.unixSocket(workspace);
                    JettyBase base = base(workspace, "fastcgi-unix");
                    List<String> spawn =
                            List.of(spawner.toString(), "-n", "-M", "0666", "-s", JettyBase.path(address), "--");
                    return Deployment.start(
                            workspace, NGINX, base.started(base.after(spawn, "fastcgi.inheritChannel=on"), address));
                },
                deployment -> assertServes(deployment.client()));
    }

    @Test
    void saysWhichAdapterIsMissing() throws Exception {
        inWorkspace(workspace -> {
            JettyBase base = JettyBase.with(workspace, "fastcgi,ee9-deploy,ee11-deploy,fastcgi-ee11");
            ApplicationProcess running = base.start(ListenAddress.freePort());
            try {
                assertThat(running.log())
                        .containsOnlyOnce("has no adapter for FastCGI")
                        .contains("Environment ee9 has no adapter for FastCGI")
                        .contains("add the module fastcgi-ee9");
            } finally {
                running.kill();
            }
        });
    }

    @Test
    void comesFromAMavenRepository() throws Exception {
        inWorkspace(workspace -> {
            String version = JettyBase.ARCHIVE.getFileName().toString().replaceAll("^fcgi-jetty-start-|\\.zip$", "");
            Path artifact =
                    workspace.path("repository/dev/fcgi/fcgi-jetty-start").resolve(version);
            Files.createDirectories(artifact);
            Files.copy(JettyBase.ARCHIVE, artifact.resolve(JettyBase.ARCHIVE.getFileName()));
            Path archive = Files.createDirectory(workspace.path("archive"));
            JettyBase.unpack(JettyBase.ARCHIVE, archive);
            JettyBase base = JettyBase.empty(workspace);
            Path modules = Files.createDirectory(base.path("modules"));
            Files.copy(archive.resolve("modules/fastcgi-maven.mod"), modules.resolve("fastcgi-maven.mod"));
            base.run("--modules=fastcgi-maven", "--create-files", "maven.local.repo=" + workspace.path("repository"));
            base.add("fastcgi");
            ApplicationProcess running = base.start(ListenAddress.freePort());
            running.kill();
        });
    }

    @Test
    void startsAgainWhereItWasKilled() throws Exception {
        Deployment.whileRunning(
                workspace -> Deployment.start(
                        workspace, NGINX, base(workspace, "fastcgi-unix").start(ListenAddress.unixSocket(workspace))),
                deployment -> {
                    assertServes(deployment.client());
                    deployment.application().killAtOnce();
                    deployment.startApplicationAgain();
                    assertServes(deployment.client());
                });
    }

    @Test
    void stopsWhenStartJarSaysSo() throws Exception {
        Deployment.whileRunning(
                workspace -> {
                    ListenAddress address = ListenAddress.unixSocket(workspace);
                    JettyBase base = base(workspace, "fastcgi-unix")
                            .set("STOP.PORT", ListenAddress.freePortNumber())
                            .set("STOP.KEY", "key");
                    return Deployment.start(workspace, NGINX, base.start(address));
                },
                deployment -> {
                    assertServes(deployment.client());
                    JettyBase.of(deployment.workspace()).run("--stop", "STOP.WAIT=20");
                    assertThat(deployment.application().awaitExit(20)).isZero();
                    assertThat(deployment.workspace().path("application.sock")).doesNotExist();
                });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            fastcgi.port=9a | fastcgi.port is '9a': it must be a whole number from 0 to 65535
            fastcgi.host=0.0.0.0 | fastcgi.host is '0.0.0.0': listener address 0.0.0.0 is not a loopback address
            fastcgi.maxRequests=0 | fastcgi.maxRequests is '0': it must be a whole number, at least 1
            fastcgi.remoteUser=yes | fastcgi.remoteUser is 'yes': it must be one of auth-type, trust, ignore
            """)
    void aWrongValueStopsItWithOneClearLine(String property, String line) throws Exception {
        inWorkspace(workspace -> {
            ChildProcess process = JettyBase.with(workspace, "fastcgi").launch(property);
            assertThat(process.awaitExit(30)).isNotZero();
            assertThat(process.errors().lines())
                    .filteredOn(logged -> logged.contains(":ERROR ") || logged.contains(":ERROR:"))
                    .singleElement()
                    .asString()
                    .contains(line);
        });
    }

    @Test
    void worksFromADirectoryOfConfigurationBesideTheBase() throws Exception {
        Deployment.whileRunning(
                workspace -> {
                    ListenAddress address = ListenAddress.freePort();
                    Path files = Files.createDirectory(workspace.path("files"));
                    JettyBase.unpack(JettyBase.ARCHIVE, files);
                    JettyBase base = JettyBase.empty(workspace);
                    base.set("--add-config-dir", files);
                    base.add("fastcgi,fastcgi-ee11,ee11-deploy");
                    base.deploy("ee11", "ee11", Inspector.war(workspace, "ee11"));
                    assertThat(base.path("lib/fastcgi")).doesNotExist();
                    return Deployment.start(workspace, NGINX, base.start(address));
                },
                deployment -> assertServes(deployment.client()));
    }
}
