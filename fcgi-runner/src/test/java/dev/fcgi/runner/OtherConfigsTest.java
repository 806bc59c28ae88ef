package dev.fcgi.runner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fcgi.servlet.TrustPolicy;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** What {@code fcgi config} prints for Caddy, HAProxy, h2o, OpenLiteSpeed and Cherokee. */
class OtherConfigsTest {
    private static final String[] ROOT = {"--listen", "unix:/run/myapp/fcgi.sock", "myapp.war"};
    private static final String[] TWO = {"/shop=a.war", "/b/c=b.war"};

    @Test
    void caddyHasAReverseProxy() {
        assertThat(text(new CaddyConfig(), ROOT)).isEqualTo("""
                # For inside a site block of a Caddyfile: hands requests to 'fcgi run' on unix:/run/myapp/fcgi.sock.

                reverse_proxy unix//run/myapp/fcgi.sock {
                	transport fastcgi
                	# Passes on at once what the web application flushes.
                	flush_interval -1
                	# Caddy 2.6 passes on to the client what was meant for itself.
                	header_down -Status
                }
                """);
        assertThat(text(new CaddyConfig(), TWO)).contains("""
                @fcgi path /shop /shop/* /b/c /b/c/*

                reverse_proxy @fcgi 127.0.0.1:9000 {
                """);
    }

    @Test
    void haproxyHasABackendAndAnApplication() {
        assertThat(text(new HaproxyConfig(), ROOT)).isEqualTo("""
                # For the configuration of HAProxy: hands requests to 'fcgi run' on unix:/run/myapp/fcgi.sock.
                # In the frontend, which must have "mode http", put
                #     default_backend fcgi

                backend fcgi
                    use-fcgi-app fcgi
                    server fcgi unix@/run/myapp/fcgi.sock proto fcgi

                fcgi-app fcgi
                    # HAProxy wants one. It only begins SCRIPT_FILENAME, which is not used.
                    docroot /
                    # Errors of the web application go to the log.
                    log-stderr global
                    # The field Authorization, for web applications with a login of their own.
                    pass-header Authorization
                """);
        assertThat(text(new HaproxyConfig(), TWO))
                .contains(
                        "server fcgi 127.0.0.1:9000 proto fcgi",
                        "use_backend fcgi if { path /shop } || { path_beg /shop/ } || { path /b/c } || { path_beg /b/c/ }");
    }

    @Test
    void h2oHasAMappingForEachPath() {
        assertThat(text(new H2oConfig(), ROOT)).isEqualTo("""
                # For below 'paths:' of a host of h2o: hands requests to 'fcgi run' on unix:/run/myapp/fcgi.sock.

                "/":
                  fastcgi.connect:
                    port: "/run/myapp/fcgi.sock"
                    type: unix
                """);
        assertThat(text(new H2oConfig(), "--listen", "[::1]:9001", "/shop=a.war", "/b/c=b.war"))
                .contains("""
                "/shop":
                  fastcgi.connect:
                    host: "::1"
                    port: 9001
                    type: tcp

                "/b/c":
                """);
    }

    @Test
    void litespeedHasAProcessorAndContexts() {
        assertThat(text(new LitespeedConfig(), ROOT)).isEqualTo("""
                # For a virtual host of OpenLiteSpeed: hands requests to 'fcgi run' on unix:/run/myapp/fcgi.sock.

                extProcessor fcgi {
                  type            fcgi
                  address         uds://run/myapp/fcgi.sock
                  maxConns        100
                  initTimeout     60
                  retryTimeout    0
                  persistConn     1
                  respBuffer      0
                  autoStart       0
                }

                context / {
                  type               fcgi
                  handler            fcgi
                  addDefaultCharset  off
                }
                """);
        assertThat(text(new LitespeedConfig(), TWO))
                .contains("address         127.0.0.1:9000\n", "context /shop {", "context /b/c {");
    }

    @Test
    void cherokeeHasASourceAndRules() {
        assertThat(text(new CherokeeConfig(), ROOT)).isEqualTo("""
                # For cherokee.conf: hands requests to 'fcgi run' on unix:/run/myapp/fcgi.sock.
                # The numbers behind 'source' and 'rule' must be free; rules with higher ones come first.

                source!9000!nick = fcgi
                source!9000!type = host
                source!9000!host = /run/myapp/fcgi.sock

                vserver!1!rule!9000!match = directory
                vserver!1!rule!9000!match!directory = /
                vserver!1!rule!9000!handler = fcgi
                vserver!1!rule!9000!handler!check_file = 0
                vserver!1!rule!9000!handler!balancer = round_robin
                vserver!1!rule!9000!handler!balancer!source!1 = 9000
                """);
        assertThat(text(new CherokeeConfig(), TWO))
                .contains(
                        "source!9000!host = 127.0.0.1:9000\n",
                        "rule!9000!match!directory = /shop\n",
                        "rule!9001!match!directory = /b/c\n");
    }

    @Test
    void pagesThatNoWebServerRunsShowTheVeryText() throws Exception {
        assertThat(Path.of("../docs/litespeed.md"))
                .content()
                .contains("```\n" + text(new LitespeedConfig(), ROOT) + "```\n");
        assertThat(Path.of("../docs/cherokee.md"))
                .content()
                .contains("```\n" + text(new CherokeeConfig(), ROOT) + "```\n");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            caddy     | env APP_KEY "..."
            haproxy   | set-param APP_KEY "..."
            h2o       | APP_KEY: "..."
            litespeed | as APP_KEY: how has not been tried.
            cherokee  | as APP_KEY: how has not been tried.
            """)
    void namesTheSecretButDoesNotTellIt(String server, String line) {
        TrustPolicy policy = TrustPolicy.parse(Map.of("secret", "0123456789abcdef", "secretVariable", "APP_KEY"));
        CommandLine command =
                new CommandLine(new ConfigCommand()).getSubcommands().get(server);
        WebServerConfig config = Objects.requireNonNull(command).getCommand();
        assertThat(config.text(settings(policy, ROOT))).contains(line).doesNotContain("0123456789abcdef");
    }

    private static String text(WebServerConfig config, String... arguments) {
        return config.text(settings(TrustPolicy.DEFAULT, arguments));
    }

    private static RunSettings settings(TrustPolicy policy, String... arguments) {
        RunOptions options = new RunOptions();
        new CommandLine(options).parseArgs(arguments);
        return options.settings(policy);
    }
}
