package dev.fcgi.jetty;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fcgi.servlet.TrustPolicy;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.eclipse.jetty.security.AuthenticationState;
import org.eclipse.jetty.security.Authenticator;
import org.eclipse.jetty.security.Constraint;
import org.eclipse.jetty.security.HashLoginService;
import org.eclipse.jetty.security.SecurityHandler;
import org.eclipse.jetty.security.UserIdentity;
import org.eclipse.jetty.security.UserStore;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Session;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.security.Credential;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who the user is, for servlets of ee11, as for those of ee10. */
class FrontEndUserTest {
    private static final String[] ALICE = {"REMOTE_USER", "alice", "AUTH_TYPE", "Basic"};
    private static final String[] NOBODY = {};

    private final SecuredApp app = new SecuredApp();

    @AfterEach
    void stop() throws Exception {
        app.close();
    }

    @ParameterizedTest
    @CsvSource({"Basic, BASIC", "Digest, DIGEST", "Negotiate, Negotiate", "shibboleth, shibboleth"})
    void isSeenWithoutAnyConfiguration(String authType, String seen) throws Exception {
        app.start();
        assertThat(app.fcgi("/", "REMOTE_USER", "alice", "AUTH_TYPE", authType).body())
                .isEqualTo("alice, " + seen + ", **");
        assertThat(app.fcgi("/").body()).isEqualTo("null, null");
    }

    @Test
    void mayHaveNoAuthType() throws Exception {
        app.server.factory.setTrustPolicy(TrustPolicy.parse(Map.of("remoteUser", "trust")));
        app.start();
        assertThat(app.fcgi("/", "REMOTE_USER", "alice").body()).isEqualTo("alice, null, **");
        assertThat(app.fcgi("/private/", "REMOTE_USER", "alice").body()).isEqualTo("alice, null, **");
    }

    @ParameterizedTest
    @ValueSource(strings = {"BASIC", "FORM", "DIGEST", "CLIENT-CERT", "SPNEGO"})
    void passesAConstraintWhateverTheLogin(String authMethod) throws Exception {
        app.login(authMethod).start();
        assertThat(app.fcgi("/private/", ALICE).body()).isEqualTo("alice, BASIC, **");
        assertThat(app.fcgi("/", ALICE).body()).isEqualTo("alice, BASIC, **");
    }

    @ParameterizedTest
    @ValueSource(strings = {"BASIC", "FORM", "DIGEST", "CLIENT-CERT", "SPNEGO"})
    void isNobodyWithoutAChallenge(String authMethod) throws Exception {
        app.login(authMethod).start();
        assertThat(app.fcgi("/private/", "HTTP_AUTHORIZATION", SecuredApp.basic("alice", "wonder"))
                        .head())
                .startsWith("Status: 403 ")
                .doesNotContainIgnoringCase("WWW-Authenticate")
                .doesNotContain("Set-Cookie");
        assertThat(app.fcgi("/").body()).isEqualTo("null, null");
    }

    @Test
    void needsALoginConfigForNothing() throws Exception {
        app.start();
        assertThat(app.fcgi("/private/", ALICE).body()).isEqualTo("alice, BASIC, **");
        assertThat(app.fcgi("/private/").head()).startsWith("Status: 403 ");
        assertThat(app.http("/private/").status()).isEqualTo(403);
        assertThat(app.http("/").body()).isEqualTo("null, null");
    }

    @Test
    void isRefusedWithThePageOfTheApplication() throws Exception {
        app.login("BASIC")
                .on("/sorry", (request, response) -> response.getWriter().print("sorry"))
                .errorPage(403, "/sorry")
                .start();
        assertThat(app.fcgi("/private/").text()).startsWith("Status: 403 ").endsWith("\r\n\r\nsorry");
        assertThat(app.fcgi("/admin/", ALICE).text()).startsWith("Status: 403 ").endsWith("\r\n\r\nsorry");
    }

    @Test
    void comesFromNoRequestOverHttp() throws Exception {
        app.login("BASIC").start();
        SecuredApp.HttpAnswer answer = app.http("/private/", "Remote-User", "alice", "Auth-Type", "Basic");
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.challenge()).isEqualTo("Basic realm=\"the realm\"");
    }

    @ParameterizedTest
    @CsvSource({"BASIC, 401", "DIGEST, 401", "FORM, 302", "CLIENT-CERT, 403", "SPNEGO, 401"})
    void anHttpRequestIsAnsweredByTheLoginThatKnowsNobody(String authMethod, int status) throws Exception {
        app.login(authMethod).start();
        assertThat(app.http("/private/").status()).isEqualTo(status);
        assertThat(app.http("/").body()).isEqualTo("null, null");
        assertThat(app.http("/j_security_check?j_username=alice&j_password=wonder")
                        .body())
                .doesNotContain("alice");
        if (!authMethod.equals("SPNEGO")) {
            assertThat(app.http("/private/", "Authorization", SecuredApp.basic("alice", "wonder"))
                            .status())
                    .isEqualTo(status);
        }
    }

    @Test
    void theMissingRealmIsToldOnceADeployment() throws Exception {
        try (LogCapture log = new LogCapture()) {
            app.login("CLIENT-CERT").start();
            app.fcgi("/private/");
            app.http("/private/");
            assertThat(log.aboveDebug())
                    .singleElement()
                    .asString()
                    .contains("/app has a login of its own (CLIENT_CERT, realm the realm) and no LoginService");
        }
    }

    @Test
    void nothingIsToldOfAnApplicationWithARealmOrWithoutALogin() throws Exception {
        try (LogCapture log = new LogCapture()) {
            app.realm(SecuredApp.aliceAndBob()).login("BASIC").start();
            try (SecuredApp other = new SecuredApp()) {
                other.start();
            }
            assertThat(log.aboveDebug()).isEmpty();
        }
    }

    @Test
    void aRealmThatComesLaterIsUsed() throws Exception {
        app.login("BASIC").start();
        assertThat(app.http("/private/", "Authorization", SecuredApp.basic("alice", "wonder"))
                        .status())
                .isEqualTo(401);
        HashLoginService later = SecuredApp.aliceAndBob();
        later.setIdentityService(null); // it gets that of the context, which keeps its own
        app.realm(later).restart();
        assertThat(app.http("/private/", "Authorization", SecuredApp.basic("alice", "wonder"))
                        .body())
                .isEqualTo("alice, BASIC, admin");
    }

    @Test
    void theApplicationsOwnLoginWorksWhenThereIsNone() throws Exception {
        app.realm(SecuredApp.aliceAndBob()).login("BASIC").start();
        String credentials = SecuredApp.basic("alice", "wonder");
        assertThat(app.http("/admin/", "Authorization", credentials).body()).isEqualTo("alice, BASIC, admin");
        assertThat(app.fcgi("/admin/", "HTTP_AUTHORIZATION", credentials).body())
                .isEqualTo("alice, BASIC, admin");
        assertThat(app.fcgi("/", "HTTP_AUTHORIZATION", credentials).body()).isEqualTo("alice, BASIC, admin");
        assertThat(app.fcgi("/admin/", "HTTP_AUTHORIZATION", SecuredApp.basic("bob", "secret"))
                        .head())
                .startsWith("Status: 403 ");
        assertThat(app.fcgi("/admin/").head())
                .startsWith("Status: 401 ")
                .contains("WWW-Authenticate: Basic realm=\"the realm\"");
    }

    @Test
    void theApplicationsOwnFormWorksWhenThereIsNone() throws Exception {
        app.realm(SecuredApp.aliceAndBob()).login("FORM").start();
        FcgiClient.Response challenge = app.fcgi("/admin/");
        assertThat(challenge.head()).contains("Status: 302 ").contains("/app/login");
        String session = session(challenge);
        FcgiClient.Response login = app.fcgi(TestServer.params(
                "GET",
                "/app/j_security_check?j_username=alice&j_password=wonder",
                "QUERY_STRING",
                "j_username=alice&j_password=wonder",
                "HTTP_COOKIE",
                session));
        assertThat(login.head()).contains("Status: 302 ").contains("/app/admin/");
        session = session(login); // it was renewed
        assertThat(app.fcgi("/admin/", "HTTP_COOKIE", session).body()).isEqualTo("alice, FORM, admin");
        assertThat(app.fcgi("/", "HTTP_COOKIE", session).body()).isEqualTo("alice, FORM, admin");
    }

    private static String session(FcgiClient.Response response) {
        String cookie = response.head()
                .lines()
                .filter(line -> line.startsWith("Set-Cookie: JSESSIONID="))
                .findFirst()
                .orElseThrow();
        return cookie.substring("Set-Cookie: ".length(), cookie.indexOf(';'));
    }

    @Test
    void winsOverTheApplicationsOwnLogin() throws Exception {
        app.realm(SecuredApp.aliceAndBob()).login("BASIC").start();
        assertThat(app.fcgi(
                                "/private/",
                                "REMOTE_USER",
                                "bob",
                                "AUTH_TYPE",
                                "Digest",
                                "HTTP_AUTHORIZATION",
                                SecuredApp.basic("alice", "wonder"))
                        .body())
                .isEqualTo("bob, DIGEST, auditor, **");
    }

    @ParameterizedTest
    @ValueSource(strings = {"BASIC", "FORM", "DIGEST"})
    void hasTheRolesOfTheRealmAsWell(String authMethod) throws Exception {
        app.server.factory.setTrustPolicy(TrustPolicy.parse(Map.of("remoteGroups", "GROUPS")));
        app.realm(SecuredApp.aliceAndBob()).login(authMethod).start();
        assertThat(app.fcgi("/admin/", ALICE).body()).isEqualTo("alice, BASIC, admin, **");
        assertThat(app.fcgi("/known/", "REMOTE_USER", "bob", "AUTH_TYPE", "Basic", "GROUPS", "clerk, *")
                        .body())
                .isEqualTo("bob, BASIC, auditor, clerk, **");
        assertThat(app.fcgi("/", "REMOTE_USER", "stranger", "AUTH_TYPE", "Basic", "GROUPS", "clerk")
                        .body())
                .isEqualTo("stranger, BASIC, clerk, **");
    }

    @Test
    void needsTheRoleOfAConstraint() throws Exception {
        app.server.factory.setTrustPolicy(TrustPolicy.parse(Map.of("remoteGroups", "GROUPS")));
        app.login("BASIC").start();
        assertThat(app.fcgi("/admin/", ALICE).head())
                .startsWith("Status: 403 ")
                .doesNotContainIgnoringCase("WWW-Authenticate");
        assertThat(app.fcgi("/known/", ALICE).head()).startsWith("Status: 403 ");
        String[] clerk = {"REMOTE_USER", "alice", "AUTH_TYPE", "Basic", "GROUPS", "clerk"};
        assertThat(app.fcgi("/known/", clerk).head()).startsWith("Status: 403 ");
        assertThat(app.fcgi("/private/", clerk).body()).isEqualTo("alice, BASIC, clerk, **");
        String[] admin = {"REMOTE_USER", "alice", "AUTH_TYPE", "Basic", "GROUPS", "clerk,admin"};
        assertThat(app.fcgi("/known/", admin).body()).isEqualTo("alice, BASIC, admin, clerk, **");
        assertThat(app.fcgi("/admin/", admin).body()).isEqualTo("alice, BASIC, admin, clerk, **");
    }

    @Test
    void hasNoRolesOfARealmThatFails() throws Exception {
        HashLoginService failing = new HashLoginService(SecuredApp.REALM) {
            @Override
            public UserIdentity login(
                    String name, Object password, Request request, Function<Boolean, Session> session) {
                throw new IllegalStateException("no connection");
            }
        };
        failing.setUserStore(new UserStore());
        app.realm(failing).login("BASIC").start();
        try (LogCapture log = new LogCapture()) {
            assertThat(app.fcgi("/private/", ALICE).body()).isEqualTo("alice, BASIC, **");
            assertThat(app.fcgi("/admin/", ALICE).head()).startsWith("Status: 403 ");
            assertThat(log.aboveDebug().size()).isLessThanOrEqualTo(1);
        }
    }

    @Test
    void authenticateAnswersForTheFrontEnd() throws Exception {
        app.login("BASIC")
                .on("/ask", (request, response) -> {
                    boolean known = request.authenticate(response);
                    app.server.latch(known ? "known" : "unknown").countDown();
                    if (known) {
                        SecuredApp.tell(request, response);
                    }
                })
                .start();
        assertThat(app.fcgi("/ask", ALICE).body()).isEqualTo("alice, BASIC, **");
        app.server.awaitLatch("known");
        assertThat(app.fcgi("/ask").head()).startsWith("Status: 403 ").doesNotContainIgnoringCase("WWW-Authenticate");
        app.server.awaitLatch("unknown");
        assertThat(app.http("/ask").status()).isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/private/out", "/out"})
    void isGoneForTheRestOfTheRequestAfterLogout(String path) throws Exception {
        app.realm(SecuredApp.aliceAndBob())
                .login("BASIC")
                .on(path, (request, response) -> {
                    assertThat(request.getRemoteUser()).isEqualTo("stranger");
                    request.logout();
                    SecuredApp.tell(request, response);
                    request.login("alice", "wonder");
                    SecuredApp.tell(request, response);
                })
                .start();
        assertThat(app.fcgi(path, "REMOTE_USER", "stranger", "AUTH_TYPE", "Basic")
                        .body())
                .isEqualTo("null, nullalice, API, admin");
        assertThat(app.fcgi("/", ALICE).body()).startsWith("alice, BASIC");
    }

    @Test
    void isGoneAfterLogoutWithoutARealm() throws Exception {
        app.on("/out", (request, response) -> {
                    request.logout();
                    SecuredApp.tell(request, response);
                })
                .start();
        assertThat(app.fcgi("/out", ALICE).body()).as("not even asked for").isEqualTo("alice, BASIC, **");
    }

    @Test
    void nobodyElseCanLogInWhileThereIsOne() throws Exception {
        app.realm(SecuredApp.aliceAndBob())
                .login("BASIC")
                .on("/in", (request, response) -> response.getWriter().print(logIn(request) + request.getRemoteUser()))
                .start();
        assertThat(app.fcgi("/in", "REMOTE_USER", "bob", "AUTH_TYPE", "Basic").body())
                .isEqualTo("refused, bob");
        assertThat(app.fcgi("/in").body()).isEqualTo("done, alice");
        assertThat(app.http("/in").body()).isEqualTo("done, alice");
    }

    private static String logIn(HttpServletRequest request) {
        try {
            request.login("alice", "wonder");
            return "done, ";
        } catch (ServletException x) {
            return "refused, ";
        }
    }

    @Test
    void nobodyCanLogInWithoutARealm() throws Exception {
        app.login("BASIC")
                .on("/in", (request, response) -> response.getWriter().print(logIn(request) + request.getRemoteUser()))
                .start();
        assertThat(app.fcgi("/in").body()).isEqualTo("refused, null");
        assertThat(app.http("/in").body()).isEqualTo("refused, null");
    }

    @Test
    void aVerifiedCertificateIsAUserWithoutARealm() throws Exception {
        app.login("CLIENT-CERT").start();
        String[] carol = certificate("SUCCESS");
        assertThat(app.fcgi("/private/", carol).body()).isEqualTo("CN=carol,O=Example, CLIENT_CERT, **");
        assertThat(app.fcgi("/", carol).body()).isEqualTo("CN=carol,O=Example, CLIENT_CERT, **");
        assertThat(app.fcgi("/private/", certificate("FAILED:expired")).head()).startsWith("Status: 403 ");
        assertThat(app.fcgi("/", certificate("FAILED:expired")).body()).isEqualTo("null, null");
    }

    @Test
    void aCertificateIsNoUserWhereTheApplicationAsksForNone() throws Exception {
        app.login("BASIC").start();
        assertThat(app.fcgi("/private/", certificate("SUCCESS")).head()).startsWith("Status: 403 ");
        assertThat(app.fcgi("/", certificate("SUCCESS")).body()).isEqualTo("null, null");
    }

    @Test
    void aCertificateIsLookedUpInTheRealm() throws Exception {
        UserStoreRealm realm = new UserStoreRealm();
        app.realm(realm).login("CLIENT-CERT").start();
        assertThat(app.fcgi("/private/", certificate("SUCCESS")).head()).startsWith("Status: 403 ");
        realm.add("CN=carol, O=Example", "admin");
        assertThat(app.fcgi("/admin/", certificate("SUCCESS")).body())
                .isEqualTo("CN=carol, O=Example, CLIENT_CERT, admin");
        assertThat(app.fcgi("/", certificate("SUCCESS")).body()).isEqualTo("CN=carol, O=Example, CLIENT_CERT, admin");
        assertThat(app.fcgi("/private/").head()).startsWith("Status: 403 ");
        assertThat(app.fcgi("/").body()).isEqualTo("null, null");
        assertThat(app.http("/private/").status()).isEqualTo(403);
    }

    private static String[] certificate(String verified) throws IOException {
        try (InputStream pem = Objects.requireNonNull(FrontEndUserTest.class.getResourceAsStream("/client.pem"))) {
            return new String[] {
                "HTTPS",
                "on",
                "SSL_CLIENT_VERIFY",
                verified,
                "SSL_CLIENT_CERT",
                new String(pem.readAllBytes(), US_ASCII)
            };
        }
    }

    @Test
    void isSeenByHandlersWithoutServlets() throws Exception {
        SecurityHandler.PathMapped security = new SecurityHandler.PathMapped();
        security.put("/private/*", Constraint.ANY_USER);
        security.setHandler(new Handler.Abstract() {
            @Override
            public boolean handle(Request request, Response response, Callback callback) {
                response.write(
                        true, US_ASCII.encode(String.valueOf(AuthenticationState.getUserPrincipal(request))), callback);
                return true;
            }
        });
        app.server.server.setHandler(security);
        app.start();
        assertThat(app.fcgi(TestServer.params("GET", "/private/", ALICE)).body())
                .isEqualTo("alice");
        assertThat(app.fcgi(TestServer.params("GET", "/", ALICE)).body()).isEqualTo("alice");
        assertThat(app.fcgi(TestServer.params("GET", "/private/", NOBODY)).head())
                .startsWith("Status: 403 ");
    }

    @Test
    void anUnknownLoginIsLeftToOtherFactories() {
        Authenticator.Configuration openId = new SecurityHandler.PathMapped() {
            @Override
            public String getAuthenticationType() {
                return Authenticator.OPENID_AUTH;
            }
        };
        assertThat(new FrontEndAuthenticatorFactory().getAuthenticator(app.server.server, null, openId))
                .isNull();
        assertThat(List.copyOf(new SecurityHandler.PathMapped().getKnownAuthenticatorFactories()))
                .hasAtLeastOneElementOfType(FrontEndAuthenticatorFactory.class);
    }

    /** A realm whose users have no password. */
    private static final class UserStoreRealm extends HashLoginService {
        private final UserStore users = new UserStore();

        UserStoreRealm() {
            super(SecuredApp.REALM);
            setUserStore(users);
        }

        void add(String name, String role) {
            users.addUser(name, Credential.getCredential(""), new String[] {role});
        }
    }
}
