package dev.fcgi.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The request inspector in all environments of one Jetty, each at the path of its name. */
abstract class StartJarContract extends DeploymentTest {

    @Override
    public Deployment deploy(Workspace workspace) throws IOException, InterruptedException {
        ListenAddress address = address(workspace);
        JettyBase base = JettyBase.with(workspace, connector(), JettyBase.ALL_ENVIRONMENTS);
        for (String environment : Inspector.ENVIRONMENTS) {
            base.deploy(environment, environment, Inspector.war(workspace, environment));
        }
        return Deployment.start(workspace, frontEnd(), base.start(address));
    }

    abstract ListenAddress address(Workspace workspace) throws IOException;

    /** {@return the module that listens there} */
    abstract String connector();

    abstract FrontEnd frontEnd();

    @Override
    String firstTarget() {
        return "/ee11/";
    }

    static Stream<String> environments() {
        return Inspector.ENVIRONMENTS.stream();
    }

    @ParameterizedTest
    @MethodSource("environments")
    void servesAPageWithTheFactsOfTheRequest(String environment) throws Exception {
        HttpResponse<String> page = client().get("/" + environment + "/api/a%20b?format=json");
        assertThat(page.statusCode()).as(page.body()).isEqualTo(200);
        assertThat(page.body())
                .contains("\"contextPath\": \"/" + environment + "\"")
                .contains("\"requestURI\": \"/" + environment + "/api/a%20b\"")
                .contains("\"servletPath\": \"/api\"")
                .contains("\"pathInfo\": \"/a b\"")
                .contains("\"remoteAddr\": \"127.0.0.1\"")
                .contains("\"serverPort\": " + client().port());
    }

    @ParameterizedTest
    @MethodSource("environments")
    void sessionsOfContextsAreSeparate(String environment) throws Exception {
        String cookie = visit(environment, "");
        assertThat(cookie).contains("Path=/" + environment);
        String session = cookie.replaceFirst(";.*", "");
        visit(environment, session);
        assertThat(page(environment, session)).contains("\"visits\": 2");
        for (String other : List.of("ee8", "ee11")) {
            if (!other.equals(environment)) {
                assertThat(page(other, session)).doesNotContain("\"visits\": 2");
            }
        }
    }

    private String visit(String context, String cookie) throws Exception {
        HttpResponse<String> redirect = client().send(client().request("/" + context + "/session")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Cookie", cookie.isEmpty() ? "none=1" : cookie)
                .POST(BodyPublishers.ofString("action=count")));
        assertThat(redirect.statusCode()).isEqualTo(302);
        assertThat(redirect.headers().firstValue("Location").orElse(""))
                .startsWith(client().uri("/" + context + "/").toString());
        return redirect.headers().firstValue("Set-Cookie").orElse(cookie);
    }

    private String page(String context, String cookie) throws Exception {
        return client().send(client().request("/" + context + "/?format=json").header("Cookie", cookie))
                .body();
    }

    @Test
    void saysNothingOfWarnings() throws Exception {
        assertThat(site().application().log()).doesNotContain("WARN", "ERROR");
    }
}
