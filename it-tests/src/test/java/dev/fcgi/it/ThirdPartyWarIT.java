package dev.fcgi.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fcgi.it.ApplicationProcess.Resources;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** WARs of other people, as they are published, each with a user's first steps. */
@Timeout(120)
class ThirdPartyWarIT {

    private static final Application RUNNER = Application.runner(true)
            // Hawtio asks for a login unless it is told not to.
            .withEnvironment("FCGI_JAVA_OPTS", "-Dhawtio.authenticationEnabled=false");

    @Test
    void servesTheShiroSampleOfJavaxServlet() throws Exception {
        serve(Map.of("/shiro", war("samples-web")), ThirdPartyWarIT::logIntoShiro);
    }

    @Test
    void servesTheJspDemoOfJakartaServlet() throws Exception {
        serve(Map.of("/demo", war("jetty-ee10-demo-jsp-webapp")), ThirdPartyWarIT::renderPages);
    }

    @Test
    void servesHawtio() throws Exception {
        serve(Map.of("/hawtio", war("hawtio-war")), ThirdPartyWarIT::useHawtio);
    }

    @Test
    void servesJavaxAndJakartaFromOneProcess() throws Exception {
        Map<String, Path> contexts = new LinkedHashMap<>();
        contexts.put("/shiro", war("samples-web"));
        contexts.put("/demo", war("jetty-ee10-demo-jsp-webapp"));
        contexts.put("/hawtio", war("hawtio-war"));
        serve(contexts, client -> {
            logIntoShiro(client);
            renderPages(client);
            useHawtio(client);
        });
    }

    private static void logIntoShiro(Client client) throws IOException, InterruptedException {
        Browser browser = new Browser(client);
        assertThat(browser.get("/shiro/").body()).contains("Hi Guest!");
        HttpResponse<String> asked = browser.get("/shiro/account/");
        assertThat(asked.uri().getPath()).isEqualTo("/shiro/login.jsp");
        HttpResponse<String> refused = browser.post("/shiro/login.jsp", "username=lonestarr&password=wrong");
        assertThat(refused.body()).contains("name=\"password\"");
        HttpResponse<String> account = browser.post("/shiro/login.jsp", "username=lonestarr&password=vespa");
        assertThat(account.uri()).isEqualTo(client.uri("/shiro/account/"));
        assertThat(account.body()).contains("You are currently logged in.");
        assertThat(browser.get("/shiro/home.jsp").body()).contains("Hi lonestarr!");
        assertThat(browser.post("/shiro/logout", "").body()).contains("Hi Guest!");
        Browser stranger = new Browser(client);
        assertThat(stranger.get("/shiro/home.jsp").body()).contains("Hi Guest!");
    }

    private static void renderPages(Client client) throws IOException, InterruptedException {
        Browser browser = new Browser(client);
        assertThat(browser.get("/demo/").body()).contains("Eclipse Jetty JSP Demo Webapp");
        assertThat(browser.get("/demo/expr.jsp?A=21").body()).contains("<td>42&nbsp;</td>");
        assertThat(browser.get("/demo/jstl.jsp").body()).contains("JSTL Example", "10");
        assertThat(browser.get("/demo/tag2.jsp").body()).contains(" in the year ");
        assertThat(browser.get("/demo/tagfile.jsp").body()).contains("A panel in a panel.");
        assertThat(browser.get("/demo/dump.jsp?x=%C3%A9").body()).contains("/demo/dump.jsp", "<td>é</td>");
        assertThat(browser.get("/demo/bean1.jsp").body()).contains("JSP1.2 Beans: 1");
        assertThat(browser.get("/demo/bean2.jsp").body()).contains("last accessed by /demo/bean1.jsp");
        assertThat(browser.get("/demo/demo.css").headers().firstValue("Content-Type"))
                .hasValue("text/css");
    }

    private static void useHawtio(Client client) throws IOException, InterruptedException {
        Browser browser = new Browser(client);
        String index = browser.get("/hawtio/").body();
        assertThat(index).contains("<title>Hawtio</title>");
        String script = index.replaceFirst("(?s).*src=\"([^\"]+\\.js)\".*", "$1");
        HttpResponse<String> asset = browser.get(script);
        assertThat(asset.headers().firstValue("Content-Type").orElse("")).contains("javascript");
        assertThat(asset.body()).hasSizeGreaterThan(50_000);
        assertThat(browser.get("/hawtio/jolokia/version").body()).contains("\"status\":200", "\"agent\":\"");
        assertThat(browser.postJson(
                                "/hawtio/jolokia/",
                                "{\"type\":\"read\",\"mbean\":\"java.lang:type=Runtime\",\"attribute\":\"SpecVersion\"}")
                        .body())
                .contains("\"value\":\"" + System.getProperty("java.specification.version") + "\"");
    }

    private static void serve(Map<String, Path> contexts, Steps steps) throws Exception {
        Deployment.whileRunning(
                workspace -> Deployment.start(workspace, Nginx.fastCgi(true, true), RUNNER, contexts), deployment -> {
                    Resources before = deployment.resourcesAfter("/");
                    steps.take(deployment.client());
                    deployment.webServer().stop();
                    deployment.webServer().assertQuietErrorLog();
                    assertThat(deployment.application().resources().threads())
                            .as("threads; the WARs may have some of their own")
                            .isLessThan(before.threads() + 20);
                    deployment.application().terminate();
                    deployment.application().assertEndsCleanly();
                });
    }

    private static Path war(String name) {
        return Path.of(System.getProperty("fcgi.wars"), name + ".war");
    }

    /** What a user does with an application. */
    interface Steps {
        void take(Client client) throws IOException, InterruptedException;
    }
}
