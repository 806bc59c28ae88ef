package dev.fcgi.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The FastCGI modules of start.jar behind web servers, in every environment. */
class StartJarIT {

    @Test
    void applicationsSeeWhereTheyAreMounted() throws Exception {
        Deployment.whileRunning(StartJarIT::mounted, deployment -> {
            Client client = deployment.client();
            for (String environment : Inspector.ENVIRONMENTS) {
                String mount = "/public/" + environment;
                assertThat(client.get(mount + "/api/x?format=json").body())
                        .contains("\"contextPath\": \"" + mount + "\"")
                        .contains("\"requestURI\": \"" + mount + "/api/x\"");
                assertThat(client.get("/" + environment + "/").statusCode()).isEqualTo(404);
            }
        });
    }

    private static Deployment mounted(Workspace workspace) throws Exception {
        ListenAddress address = ListenAddress.freePort();
        JettyBase base = JettyBase.with(workspace, "fastcgi", JettyBase.ALL_ENVIRONMENTS)
                .set(
                        "fastcgi.mount",
                        Inspector.ENVIRONMENTS.stream()
                                .map(name -> "/public/" + name + "=/" + name)
                                .collect(Collectors.joining(",")));
        for (String environment : Inspector.ENVIRONMENTS) {
            base.deploy(environment, environment, Inspector.war(workspace, environment));
        }
        return Deployment.start(workspace, Nginx.fastCgi(true, true), base.start(address));
    }

    @Nested
    class NginxByTcp extends StartJarContract {

        @Override
        ListenAddress address(Workspace workspace) throws IOException {
            return ListenAddress.freePort();
        }

        @Override
        String connector() {
            return "fastcgi";
        }

        @Override
        FrontEnd frontEnd() {
            return Nginx.fastCgi(true, false);
        }
    }

    @Nested
    class ApacheByUnixSocket extends StartJarContract {

        @Override
        ListenAddress address(Workspace workspace) {
            return ListenAddress.unixSocket(workspace);
        }

        @Override
        String connector() {
            return "fastcgi-unix";
        }

        @Override
        FrontEnd frontEnd() {
            return new Apache("apache/proxypass.conf");
        }
    }
}
