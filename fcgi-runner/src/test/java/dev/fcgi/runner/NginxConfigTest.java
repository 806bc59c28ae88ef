package dev.fcgi.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.fcgi.servlet.TrustPolicy;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NginxConfigTest {
    private static final ConfigText CONFIG = new ConfigText(new NginxConfig());

    @Test
    void theRootIsOneLocation() {
        assertThat(config("app.war")).isEqualTo("""
                # For inside a server { } block of nginx: hands requests to 'fcgi run' on 127.0.0.1:9000.

                location / {
                    include       fastcgi_params;
                    fastcgi_pass  127.0.0.1:9000;

                    # Room for the head of a response: 4 KiB, the default, is too little for many cookies or a long
                    # Content-Security-Policy ("upstream sent too big header").
                    fastcgi_buffer_size  16k;
                    fastcgi_buffers      8 16k;

                    # A request body may have 1 MiB unless told otherwise (413 Request Entity Too Large).
                    #client_max_body_size  100m;

                    # How long the web application may be silent (504 Gateway Time-out).
                    #fastcgi_read_timeout  60s;

                    # To keep connections open between requests, put
                    #     upstream fcgi { server 127.0.0.1:9000; keepalive 16; }
                    # beside the server { } block, use "fastcgi_pass fcgi;" above, and
                    #fastcgi_keep_conn  on;
                }
                """);
    }

    @Test
    void theDocumentationShowsTheVeryText() throws Exception {
        assertThat(ConfigText.firstBlockOf("nginx"))
                .isEqualTo(config("--listen", "unix:/run/myapp/fcgi.sock", "myapp.war"));
    }

    @Test
    void aContextPathHasTwoLocations() {
        assertThat(config("--listen", "unix:/run/a.sock", "--context", "/shop", "app.war"))
                .contains("""

                        location = /shop {
                            include       fastcgi_params;
                            fastcgi_pass  unix:/run/a.sock;
                        }

                        location /shop/ {
                            include       fastcgi_params;
                            fastcgi_pass  unix:/run/a.sock;
                        """);
    }

    @Test
    void theContextPathIsKnownWithoutWebApplication() {
        assertThat(config("--context", "/shop")).contains("location = /shop {").contains("location /shop/ {");
    }

    @Test
    void severalContextPathsHaveLocationsEach() {
        assertThat(config("/a=x.war", "/b=y.war"))
                .contains("location = /a {", "location /a/ {", "location = /b {", "location /b/ {");
    }

    @Test
    void theRootTakesAllOthersAlong() {
        assertThat(config("/a=x.war", "/=y.war").split("location ")).hasSize(2);
    }

    @Test
    void oneListenerIsUsedAndTheOthersTold() {
        assertThat(config("--listen", "unix:/a", "--listen", "[::1]:9001", "--listen", "[::1]:9002"))
                .contains("fastcgi_pass  unix:/a;")
                .contains("# It also listens on [::1]:9001, [::1]:9002.");
    }

    @Test
    void refusesASocketThatNginxCannotName() {
        assertThatExceptionOfType(UsageException.class)
                .isThrownBy(() -> config("--listen", "unix:/run/a b:c.sock"))
                .withMessage("nginx cannot name the socket '/run/a b:c.sock': use letters, digits and / . _ + @ % = , ~"
                        + " - only");
    }

    @Test
    void mountsWhatIsPublic() {
        TrustPolicy policy = TrustPolicy.parse(Map.of("mount", "/wiki=/,/projects/first=/p1"));
        assertThat(config(policy, "a.war", "/p1=b.war"))
                .contains("location /wiki/ {", "location = /wiki {", "location /projects/first/ {")
                .doesNotContain("location / {", "/p1");
        assertThat(config(TrustPolicy.parse(Map.of("mount", "/=/app")), "--context", "/app", "a.war"))
                .contains("location / {")
                .doesNotContain("/app");
    }

    @Test
    void namesTheSecretButDoesNotTellIt() {
        TrustPolicy policy = TrustPolicy.parse(Map.of("secret", "0123456789abcdef", "secretVariable", "APP_KEY"));
        assertThat(config(policy, "--context", "/app", "a.war"))
                .containsPattern(
                        "(?s)location = /app \\{[^}]*fastcgi_param APP_KEY [^}]*\\}.*location /app/ \\{.*APP_KEY")
                .doesNotContain("0123456789abcdef");
    }

    private static String config(String... arguments) {
        return CONFIG.of(arguments);
    }

    private static String config(TrustPolicy policy, String... arguments) {
        return CONFIG.of(policy, arguments);
    }
}
