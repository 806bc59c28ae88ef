package dev.fcgi.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What Jetty's own modules say of requests that came over FastCGI: request log, statistics, JMX. */
class StartJarModulesIT extends DeploymentTest {

    private @Nullable Sites sites;
    private int jmx;

    @Override
    public Deployment deploy(Workspace workspace) throws IOException, InterruptedException {
        ListenAddress address = ListenAddress.freePort();
        jmx = ListenAddress.freePortNumber();
        sites = Sites.free();
        Certificates.make(workspace); // for the sites that nobody asks here
        Passwords.write(workspace);
        GettersApp.assemble(workspace);
        JettyBase base = JettyBase.with(
                workspace,
                "fastcgi,http-forwarded,requestlog,statistics,graceful,jmx-remote",
                JettyBase.ALL_ENVIRONMENTS);
        for (String environment : Inspector.ENVIRONMENTS) {
            base.deploy(environment, environment, workspace.path(environment.equals("ee8") ? "javax" : "jakarta"));
        }
        ApplicationProcess running = base.start(
                address,
                "jetty.jmxremote.host=127.0.0.1",
                "jetty.jmxremote.port=" + jmx,
                "jetty.jmxremote.rmiregistryhost=127.0.0.1",
                "jetty.jmxremote.rmiregistryport=" + jmx,
                "jetty.jmxremote.rmiserverhost=127.0.0.1",
                "jetty.jmxremote.rmiserverport=" + jmx);
        return Deployment.start(workspace, new NginxIdentity(sites), running);
    }

    @Override
    String firstTarget() {
        return "/ee11/open";
    }

    private Path requestLog() throws IOException {
        try (var files = Files.list(JettyBase.of(site().workspace()).path("logs"))) {
            return files.findFirst().orElseThrow();
        }
    }

    /** Whatever a header says of the client, and although Jetty believes it over HTTP. */
    @ParameterizedTest
    @ValueSource(strings = {"ee8", "ee9", "ee10", "ee11"})
    void theRequestLogHasClientUserRequestStatusAndBytes(String environment) throws Exception {
        String target = "/" + environment + "/constrained/" + environment + "?q=1";
        int port = IdentityContract.started(sites).basic();
        RawReply reply;
        try (RawHttp connection = new RawHttp(port, "127.0.0.2", 0)) {
            reply = connection
                    .request(
                            "GET",
                            target,
                            Passwords.field("alice", "secret"),
                            "Referer: /here",
                            "X-Forwarded-For: 192.0.2.1",
                            "User-Agent: test")
                    .readReply();
        }
        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(Files.readAllLines(requestLog()))
                        .filteredOn(line -> line.contains(target))
                        .singleElement()
                        .asString()
                        .startsWith("127.0.0.2 - alice [")
                        .endsWith(
                                "\"GET " + target + " HTTP/1.1\" 200 " + reply.body().length + " \"/here\" \"test\""));
    }

    @SuppressWarnings("BanJNDI") // it is this test's own process that answers
    private JMXConnector connectToJmx() throws IOException {
        String server = "rmi://127.0.0.1:" + jmx;
        return JMXConnectorFactory.connect(new JMXServiceURL("service:jmx:" + server + "/jndi/" + server + "/jmxrmi"));
    }

    @Test
    void jmxShowsConnectorSettingsAndCounters() throws Exception {
        client().raw("GET", "/ee11/open");
        try (JMXConnector connector = connectToJmx()) {
            MBeanServerConnection beans = connector.getMBeanServerConnection();
            ObjectName listener = only(beans, "dev.fcgi.jetty:type=fcgiserverconnector,*");
            assertThat(beans.getAttribute(listener, "host")).isEqualTo("127.0.0.1");
            ObjectName factory = only(beans, "dev.fcgi.jetty:type=fcgiconnectionfactory,*");
            assertThat(beans.getAttribute(factory, "maxParamsBytes")).isEqualTo(262144);
            assertThat(beans.getAttribute(factory, "openRequests")).isEqualTo(0);

            ObjectName counters = only(beans, "dev.fcgi.jetty:type=fcgistatistics,*");
            assertThat(beans.getAttribute(counters, "connections"))
                    .isInstanceOfSatisfying(Long.class, this::isPositive);
            assertThat(beans.getAttribute(counters, "bytesIn")).isInstanceOfSatisfying(Long.class, this::isPositive);
            assertThat(beans.getAttribute(counters, "bytesOut")).isInstanceOfSatisfying(Long.class, this::isPositive);
            assertThat(((Map<?, ?>) beans.getAttribute(counters, "requests")).get("completed"))
                    .isInstanceOfSatisfying(Long.class, this::isPositive);
            assertThat(((Map<?, ?>) beans.getAttribute(counters, "protocolErrors")).values())
                    .isNotEmpty()
                    .allMatch(count -> count.equals(0L));
            for (ObjectName name : List.of(factory, counters)) {
                for (MBeanAttributeInfo attribute : beans.getMBeanInfo(name).getAttributes()) {
                    assertThat(attribute.getDescription())
                            .as(attribute.getName())
                            .isNotBlank();
                }
            }
        }
    }

    private void isPositive(long count) {
        assertThat(count).isPositive();
    }

    /** What Jetty counts of HTTP connections and requests, it counts of these. */
    @Test
    void theStatisticsModuleCountsRequestsAndConnections() throws Exception {
        try (JMXConnector connector = connectToJmx()) {
            MBeanServerConnection beans = connector.getMBeanServerConnection();
            ObjectName requests = only(beans, "org.eclipse.jetty.server.handler:type=statisticshandler,*");
            ObjectName connections = only(beans, "org.eclipse.jetty.io:type=connectionstatistics,*");
            int before = (int) beans.getAttribute(requests, "responses2xx");
            assertThat(client().raw("GET", "/ee11/open").status()).isEqualTo(200);
            Awaitility.await()
                    .atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(beans.getAttribute(requests, "responses2xx"))
                            .isEqualTo(before + 1));
            Awaitility.await()
                    .atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat((long) beans.getAttribute(connections, "connectionsTotal"))
                            .isPositive());
        }
    }

    private static ObjectName only(MBeanServerConnection beans, String pattern) throws Exception {
        Set<ObjectName> found = beans.queryNames(new ObjectName(pattern), null);
        assertThat(found).as(pattern + " of " + beans.queryNames(null, null)).hasSize(1);
        return found.iterator().next();
    }
}
