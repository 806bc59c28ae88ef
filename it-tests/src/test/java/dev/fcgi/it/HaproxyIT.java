package dev.fcgi.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** HAProxy's fcgi-app. */
class HaproxyIT {

    @Nested
    @DisplayName("HAProxy | Unix socket, connections kept")
    class Kept extends FrontEndContract implements HaproxyExpectations.Whole {

        @Override
        FrontEnd frontEnd() {
            return new Haproxy("haproxy/site.conf");
        }

        @Override
        Application application() {
            return Application.runner(true);
        }
    }

    @Nested
    @DisplayName("HAProxy | TCP, option get-values")
    class GetValues extends FrontEndSubset implements HaproxyExpectations {

        @Override
        FrontEnd frontEnd() {
            return new Haproxy("haproxy/tcp.conf");
        }

        @Override
        Application application() {
            return Application.runner(false);
        }
    }

    @Nested
    @DisplayName("HAProxy | Unix socket, option mpxs-conns, http-reuse always")
    class Multiplexed extends FrontEndSubset implements HaproxyExpectations {

        /** The application is allowed it, as {@code fcgi run} has no option for. */
        @Override
        public Deployment deploy(Workspace workspace) throws IOException, InterruptedException {
            return Deployment.start(
                    workspace, frontEnd(), Multiplexing.allowedBy(workspace), ContractApp.assemble(workspace));
        }

        @Override
        FrontEnd frontEnd() {
            return new Haproxy("haproxy/multiplexed.conf");
        }

        @Override
        Application application() {
            throw new UnsupportedOperationException();
        }

        /** All are in their servlets when the application has fewer sockets than requests. */
        @Test
        void requestsShareAConnection() throws Exception {
            int requests = 20;
            Path files = site().workspace().shared("held");
            Path release = files.resolve("release");
            List<CompletableFuture<HttpResponse<String>>> responses = new ArrayList<>();
            for (int i = 0; i < requests; i++) {
                HttpRequest request = client().request(
                                "/contract/hold?started=" + files.resolve("started" + i) + "&release=" + release)
                        .build();
                responses.add(client().http().sendAsync(request, BodyHandlers.ofString()));
            }
            for (int i = 0; i < requests; i++) {
                Path started = files.resolve("started" + i);
                Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> Files.exists(started));
            }
            assertThat(site().application().resources().sockets()).isLessThan(requests / 2);
            Files.createFile(release);
            for (CompletableFuture<HttpResponse<String>> response : responses) {
                assertThat(response.get(60, TimeUnit.SECONDS).body()).isEqualTo("released");
            }
        }
    }
}
