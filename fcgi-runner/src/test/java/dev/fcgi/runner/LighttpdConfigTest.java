package dev.fcgi.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.fcgi.servlet.TrustPolicy;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LighttpdConfigTest {
    private static final ConfigText CONFIG = new ConfigText(new LighttpdConfig());

    @Test
    void theDocumentationShowsTheVeryText() throws Exception {
        assertThat(ConfigText.firstBlockOf("lighttpd"))
                .isEqualTo(CONFIG.of("--listen", "unix:/run/myapp/fcgi.sock", "myapp.war"));
    }

    @Test
    void aTcpListenerIsHostAndPort() {
        assertThat(CONFIG.of("--listen", "[::1]:9001", "app.war")).contains("\"host\" => \"::1\", \"port\" => 9001,");
    }

    @Test
    void aPathDoesNotTakeAlongWhatOnlyBeginsLikeIt() {
        assertThat(CONFIG.of("--context", "/my.app")).contains("""
                $HTTP["url"] =~ "^/my\\.app(/|$)" {
                    fastcgi.server = ( "/my.app" => ((
                        "host" => "127.0.0.1", "port" => 9000,
                        "check-local"         => "disable",
                        "fix-root-scriptname" => "enable"
                    )))
                }
                """);
    }

    @Test
    void severalPathsHaveABlockEach() {
        assertThat(CONFIG.of("/a=x.war", "/b=y.war")).contains("\"^/a(/|$)\"", "\"^/b(/|$)\"");
    }

    @Test
    void namesTheSecretButDoesNotTellIt() {
        TrustPolicy policy = TrustPolicy.parse(Map.of("secret", "0123456789abcdef"));
        assertThat(CONFIG.of(policy, "a.war"))
                .containsPattern("(?s)setenv.add-environment = \\( \"FASTCGI_SECRET\" => \"...\" \\)\n.*mod_fastcgi")
                .doesNotContain("0123456789abcdef");
    }

    @Test
    void needsAPort() {
        assertThatExceptionOfType(UsageException.class)
                .isThrownBy(() -> CONFIG.of("--listen", "127.0.0.1:0"))
                .withMessage("lighttpd needs to know the port: give one in --listen instead of 0");
    }
}
