package dev.fcgi.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What applications see of the variables themselves, and what nobody does. */
class ExposedVariablesTest {
    private static final String SECRET = "0123456789abcdef";
    private static final String[] VARIABLES = {
        "REQUEST_URI", "/",
        "SHIB_MAIL", "alice@a.test",
        "SHIB_MAIL", "j\u00C3\u00BCrgen@a.test",
        "UNIQUE_ID", "u1",
        "REMOTE_PASSWD", "pass",
        "HTTP_AUTHORIZATION", "Basic YTpi",
        "REDIRECT_HTTP_AUTHORIZATION", "Basic YTpi",
        "HTTP_COOKIE", "a=b",
        "HTTP_PROXY", "http://mallory.test",
        "HTTP_X", "1",
        "FASTCGI_SECRET", SECRET,
        "PATH", "/bin",
        "java.home", "/x",
        "jakarta.servlet.include.request_uri", "/x",
        "javax.servlet.forward.request_uri", "/x",
        "org.eclipse.jetty.server.x", "/x"
    };

    @Test
    void areNoneUnlessAskedFor() throws Exception {
        CgiRequest request = Mapping.with().get(VARIABLES);
        assertThat(request.attributes()).isEmpty();
        assertThat(request.variables()).isNull();
    }

    @Test
    void map_2_areAllButCredentialsAndForeignNamesWhenOn() throws Exception {
        assertThat(Mapping.with("variables", "on").get(VARIABLES).variables())
                .isEqualTo(Map.of(
                        "REQUEST_METHOD",
                        "GET",
                        "HTTP_HOST",
                        "a.test",
                        "REQUEST_URI",
                        "/",
                        "SHIB_MAIL",
                        "jürgen@a.test",
                        "UNIQUE_ID",
                        "u1",
                        "HTTP_X",
                        "1",
                        "PATH",
                        "/bin"));
    }

    @Test
    void p_3_areAttributesWhenListed() throws Exception {
        assertThat(Mapping.with("attributes", "SHIB_*, UNIQUE_ID,GONE")
                        .get(VARIABLES)
                        .attributes())
                .isEqualTo(Map.of("SHIB_MAIL", "jürgen@a.test", "UNIQUE_ID", "u1"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"j*", "jakarta_*,javax_*,o*", "FASTCGI_SECRET", "F*", "HTTP_PROXY", "REMOTE_PASSWD"})
    void p_3_areNeverWhatAContainerUsesOrASecret(String patterns) throws Exception {
        assertThat(Mapping.with("attributes", patterns).get(VARIABLES).attributes())
                .isEmpty();
    }

    @Test
    void map_5_theSecretIsSeenByNobody() throws Exception {
        CgiRequest request = Mapping.with("secret", SECRET, "variables", "on", "attributes", "F*")
                .get(VARIABLES);
        assertThat(request.toString()).doesNotContain(SECRET);
        assertThat(TrustPolicy.parse(Map.of("secret", SECRET)).toString()).doesNotContain(SECRET);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0123456789abcdeg", "0123456789abcde", "0123456789abcdef0"})
    void p_2_aWrongSecretIsForbidden(String secret) {
        CgiException refusal = Mapping.with("secret", SECRET).refusal("REQUEST_URI", "/", "FASTCGI_SECRET", secret);
        assertThat(refusal.status()).isEqualTo(403);
        assertThat(refusal.notice()).isEqualTo(Notice.SECRET_REFUSED);
        assertThat(refusal.getMessage()).doesNotContain(SECRET);
    }

    @Test
    void p_2_aMissingSecretIsForbiddenWhateverClientsSend() {
        assertThat(Mapping.with("secret", SECRET).refusal("REQUEST_URI", "/", "HTTP_FASTCGI_SECRET", SECRET))
                .extracting(CgiException::status)
                .isEqualTo(403);
    }

    @Test
    void p_2_theSecretMayHaveAnotherName() throws Exception {
        Mapping mapping = Mapping.with("secret", SECRET, "secretVariable", "APP_KEY");
        assertThat(mapping.get("REQUEST_URI", "/", "APP_KEY", SECRET).requestURI())
                .isEqualTo("/");
        assertThat(mapping.refusal("REQUEST_URI", "/", "FASTCGI_SECRET", SECRET).status())
                .isEqualTo(403);
    }

    @Test
    void map_6_becomeNoEnvironment() throws Exception {
        String home = System.getProperty("java.home");
        String path = System.getenv("PATH");
        Mapping.with("variables", "on", "attributes", "PATH").get(VARIABLES);
        assertThat(System.getProperty("java.home")).isEqualTo(home);
        assertThat(System.getenv("PATH")).isEqualTo(path);
    }
}
