package dev.fcgi.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Jetty's deployer replaces a web application while another one, and it, are asked all the time. */
@Timeout(180)
class StartJarRedeployIT {

    private static final int CLIENTS = 4;

    @Test
    void replacesAWebApplicationWithoutAFailureOfTheOther() throws Exception {
        Deployment.whileRunning(StartJarRedeployIT::deploy, deployment -> {
            AtomicBoolean done = new AtomicBoolean();
            ExecutorService clients = Executors.newFixedThreadPool(CLIENTS + 1);
            try {
                List<Future<Integer>> asked = new ArrayList<>();
                for (int i = 0; i < CLIENTS; i++) {
                    asked.add(clients.submit(() -> askUntil(done, deployment.client())));
                }
                Future<?> load = clients.submit(() -> {
                    while (!done.get()) {
                        deployment.client().get("/changing/version.txt"); // whatever it answers
                    }
                    return null;
                });
                Path changing = JettyBase.of(deployment.workspace()).path("webapps/changing.war");
                for (String version : List.of("two", "three")) {
                    write(changing, version);
                    Awaitility.await(version)
                            .atMost(Duration.ofSeconds(40))
                            .until(() -> deployment
                                    .client()
                                    .get("/changing/version.txt")
                                    .body()
                                    .equals(version));
                }
                done.set(true);
                load.get();
                for (Future<Integer> requests : asked) {
                    assertThat(requests.get()).isPositive();
                }
            } finally {
                done.set(true);
                clients.shutdown();
            }
        });
    }

    private static int askUntil(AtomicBoolean done, Client client) throws Exception {
        int requests = 0;
        while (!done.get()) {
            var response = client.get("/ee11/?format=json");
            assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
            assertThat(response.body()).contains("\"contextPath\": \"/ee11\"").endsWith("}\n");
            requests++;
        }
        return requests;
    }

    private static Deployment deploy(Workspace workspace) throws IOException, InterruptedException {
        ListenAddress address = ListenAddress.freePort();
        JettyBase base = JettyBase.with(workspace, "fastcgi", JettyBase.ALL_ENVIRONMENTS);
        base.deploy("ee11", "ee11", Inspector.war(workspace, "ee11"));
        write(base.path("webapps/changing.war"), "one");
        ApplicationProcess running = base.start(address, "jetty.deploy.scanInterval=1");
        Deployment deployment = Deployment.start(workspace, Nginx.fastCgi(true, true), running);
        assertThat(deployment.client().get("/changing/version.txt").body()).isEqualTo("one");
        return deployment;
    }

    /** Puts a whole file in place at once, as whoever copies one beside it and moves it. */
    private static void write(Path war, String version) throws IOException {
        Path copy = war.resolveSibling("../" + version + ".tmp");
        try (OutputStream file = Files.newOutputStream(copy);
                ZipOutputStream zip = new ZipOutputStream(file)) {
            zip.putNextEntry(new ZipEntry("version.txt"));
            zip.write(version.getBytes(StandardCharsets.UTF_8));
        }
        Files.move(copy, war, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
