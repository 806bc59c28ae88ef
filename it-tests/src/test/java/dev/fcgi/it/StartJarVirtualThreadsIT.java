package dev.fcgi.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** start.jar on JDK 25, with and without Java modules, and with virtual threads; only in the profile jdk25. */
class StartJarVirtualThreadsIT {

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void runsServletsOfEveryEnvironmentInVirtualThreads(boolean javaModules) throws Exception {
        Deployment.whileRunning(
                workspace -> {
                    ListenAddress address = ListenAddress.freePort();
                    JettyBase base = JettyBase.with(
                                    workspace,
                                    "threadpool-virtual,fastcgi,ee11-annotations",
                                    JettyBase.ALL_ENVIRONMENTS)
                            .onJava(Path.of(System.getProperty("fcgi.jdk25.home")));
                    for (String environment : Inspector.ENVIRONMENTS) {
                        base.deploy(environment, environment, Inspector.war(workspace, environment));
                    }
                    ContractApp.assemble(workspace);
                    base.deploy("contract", "ee11", workspace.path("contract"));
                    ApplicationProcess running = javaModules ? base.executed(address, "--jpms") : base.start(address);
                    return Deployment.start(workspace, Nginx.fastCgi(true, true), running);
                },
                deployment -> {
                    Client client = deployment.client();
                    for (String environment : Inspector.ENVIRONMENTS) {
                        assertThat(client.get("/" + environment + "/?format=json")
                                        .body())
                                .contains("\"contextPath\": \"/" + environment + "\"");
                    }
                    assertThat(client.facts("/contract/facts").get("virtualThread"))
                            .isEqualTo("true");
                });
    }
}
