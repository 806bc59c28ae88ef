package dev.fcgi.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.fcgi.servlet.TrustPolicy;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ApacheConfigTest {
    private static final ConfigText CONFIG = new ConfigText(new ApacheConfig());

    @Test
    void theDocumentationShowsTheVeryText() throws Exception {
        assertThat(ConfigText.firstBlockOf("apache"))
                .isEqualTo(CONFIG.of("--listen", "unix:/run/myapp/fcgi.sock", "myapp.war"));
    }

    @Test
    void aTcpListenerIsItsOwnName() {
        assertThat(CONFIG.of("app.war")).contains("ProxyPass \"/\" \"fcgi://127.0.0.1:9000/\" enablereuse=on ");
        assertThat(CONFIG.of("--listen", "[::1]:9001", "app.war")).contains("\"fcgi://[::1]:9001/\"");
    }

    @Test
    void eachSocketHasANameOfItsOwn() {
        assertThat(CONFIG.of("--listen", "unix:/run/a/fcgi.sock", "a.war"))
                .contains("\"unix:/run/a/fcgi.sock|fcgi://run-a-fcgi-sock/\"");
        assertThat(CONFIG.of("--listen", "unix:/run/b/fcgi.sock", "b.war")).contains("|fcgi://run-b-fcgi-sock/\"");
    }

    @Test
    void theTargetHasThePathOfTheRequest() {
        assertThat(CONFIG.of("--listen", "unix:/s", "/a=x.war", "/b/c=y.war"))
                .contains("ProxyPass \"/a\" \"unix:/s|fcgi://s/a\" ", "<Location \"/a\">")
                .contains("ProxyPass \"/b/c\" \"unix:/s|fcgi://s/b/c\" ", "<Location \"/b/c\">")
                .doesNotContain("\"/\"");
    }

    @Test
    void namesTheSecretButDoesNotTellIt() {
        TrustPolicy policy = TrustPolicy.parse(Map.of("secret", "0123456789abcdef", "secretVariable", "APP_KEY"));
        assertThat(CONFIG.of(policy, "a.war"))
                .contains("ProxyFCGISetEnvIf \"true\" APP_KEY \"...\"\n")
                .doesNotContain("0123456789abcdef");
    }

    @Test
    void refusesASocketThatApacheCannotName() {
        assertThatExceptionOfType(UsageException.class)
                .isThrownBy(() -> CONFIG.of("--listen", "unix:/run/a|b.sock"))
                .withMessageStartingWith("Apache cannot name the socket '/run/a|b.sock': ");
    }
}
