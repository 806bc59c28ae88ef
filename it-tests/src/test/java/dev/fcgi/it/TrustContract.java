package dev.fcgi.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a front end may say beyond what every one says: a secret, the roles of users, and variables for the application. */
abstract class TrustContract extends DeploymentTest {

    private static final String SECRET = "a-text-of-your-own";

    private int members;
    private int keyless;

    @Override
    public Deployment deploy(Workspace workspace) throws IOException, InterruptedException {
        members = ListenAddress.freePortNumber();
        keyless = ListenAddress.freePortNumber();
        Passwords.write(workspace);
        Application application = Application.runner(
                        false, "--remote-groups", "GROUPS", "--attributes", "GROUPS", "--variables", "on")
                .withEnvironment("FASTCGI_SECRET", SECRET);
        return Deployment.start(workspace, frontEnd(members, keyless), application, GettersApp.assemble(workspace));
    }

    abstract FrontEnd frontEnd(int members, int keyless);

    @Override
    String firstTarget() {
        return "/jakarta/open";
    }

    @Test
    void refusesWithoutTheSecretAndSaysSoOnce() throws Exception {
        String[] claims = {"Fastcgi-Secret: " + SECRET, "FASTCGI_SECRET: " + SECRET, "Http-Fastcgi-Secret: " + SECRET};
        for (String context : List.of("/jakarta", "/javax")) {
            assertThat(new Client(keyless).raw("GET", context + "/open").status())
                    .isEqualTo(403);
            assertThat(new Client(keyless).raw("GET", context + "/open", claims).status())
                    .isEqualTo(403);
            assertThat(client().raw("GET", context + "/open").status()).isEqualTo(200);
        }
        assertThat(site().application().log())
                .containsOnlyOnce("A request came without the secret")
                .doesNotContain(SECRET);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/jakarta", "/javax"})
    void groupsOfTheFrontEndAreRoles(String context) throws Exception {
        Facts facts = asAlice(context + "/members", "Groups: admin", "GROUPS: admin");
        assertThat(facts.get("getRemoteUser")).isEqualTo("alice");
        assertThat(facts.get("isUserInRole(member)")).isEqualTo("true");
        assertThat(facts.get("isUserInRole(admin)")).isEqualTo("false");
        assertThat(client().raw("GET", context + "/members", "Groups: member").status())
                .isEqualTo(403);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/jakarta", "/javax"})
    void aVariableBecomesTheAttributeOfItsName(String context) throws Exception {
        Facts facts = asAlice(context + "/open", "Groups: admin", "GROUPS: admin");
        assertThat(facts.get("getAttribute(GROUPS)")).isEqualTo("member, staff");
        assertThat(facts.all("getAttributeNames")).contains("GROUPS").doesNotContain("REMOTE_USER", "SERVER_NAME");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/jakarta", "/javax"})
    void theApplicationMaySeeAllVariablesButSecrets(String context) throws Exception {
        Facts facts = asAlice(context + "/open", "Cookie: a=b", "Proxy: http://evil.test/", "X-Number: 42");
        List<String> variables = facts.all("getAttribute(dev.fcgi.variables)");
        assertThat(variables)
                .contains("REMOTE_USER=alice", "REQUEST_METHOD=GET", "HTTP_X_NUMBER=42", "GROUPS=member, staff")
                .noneMatch(
                        variable -> variable.matches("(FASTCGI_SECRET|HTTP_AUTHORIZATION|HTTP_COOKIE|HTTP_PROXY)=.*"));
        assertThat(facts.values().toString()).doesNotContain(SECRET);
    }

    private Facts asAlice(String target, String... fields) throws IOException {
        String[] all = java.util.Arrays.copyOf(fields, fields.length + 1);
        all[fields.length] = Passwords.field("alice", "secret");
        return new Client(members).rawFacts(target, all);
    }
}
