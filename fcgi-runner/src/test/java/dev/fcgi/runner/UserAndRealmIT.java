package dev.fcgi.runner;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The front end's user beside the logins of applications, in all environments, and what clients over HTTP get. */
@Timeout(value = 3, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class UserAndRealmIT {
    private static final Map<String, String> NOBODY = Map.of();
    private static final Map<String, String> ALICE = user("alice");

    @TempDir
    private static Path directory;

    private static Process process;
    private static int fcgiPort;
    private static int httpPort;

    @BeforeAll
    static void start() throws IOException {
        Path home = Path.of(System.getProperty("fcgi.distribution"));
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djava.io.tmpdir=" + directory,
                "-cp",
                home.resolve("lib/*") + ":" + home.resolve("lib/logging/*") + ":target/test-classes",
                TwoConnectors.class.getName(),
                home.toString()));
        for (EeEnvironment ee : EeEnvironment.values()) {
            command.add(deployed(ee, "basic", "BASIC", TwoConnectors.REALM));
            command.add(deployed(ee, "form", "FORM", TwoConnectors.REALM));
            command.add(deployed(ee, "certificate", "CLIENT-CERT", TwoConnectors.REALM));
            command.add(deployed(ee, "no-realm", "BASIC", "missing"));
            command.add(deployed(ee, "no-certificate-realm", "CLIENT-CERT", "missing"));
        }
        Path err = directory.resolve("err");
        process = new ProcessBuilder(command).redirectError(err.toFile()).start();
        BufferedReader out = process.inputReader();
        String ports = out.readLine();
        assertThat(ports).as("%s", Files.readString(err)).isNotNull();
        fcgiPort = Integer.parseInt(ports.substring(0, ports.indexOf(' ')));
        httpPort = Integer.parseInt(ports.substring(ports.indexOf(' ') + 1));
    }

    private static String deployed(EeEnvironment ee, String name, String authMethod, String realm) throws IOException {
        Path war = directory.resolve(ee.id() + "-" + name + ".war");
        return "%s=/%s/%s=%s".formatted(ee.id(), ee.id(), name, UserWar.withLogin(war, ee, authMethod, realm));
    }

    @AfterAll
    static void stop() throws Exception {
        process.getOutputStream().close();
        assertThat(process.waitFor(FcgiProcess.PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void theFrontEndsUserWins(EeEnvironment ee) throws Exception {
        Map<String, String> both = new HashMap<>(user("stranger"));
        both.put("HTTP_AUTHORIZATION", basic("alice", "wonder"));
        assertThat(fcgi(ee, "/basic/private/", both)).endsWith("\r\n\r\nuser stranger by BASIC is stranger");
        assertThat(fcgi(ee, "/form/private/", ALICE)).endsWith("\r\n\r\nuser alice by BASIC is alice, admin");
        assertThat(fcgi(ee, "/certificate/private/", ALICE)).endsWith("\r\n\r\nuser alice by BASIC is alice, admin");
    }

    @ParameterizedTest
    @EnumSource
    void hasTheRolesOfTheRealm(EeEnvironment ee) throws Exception {
        assertThat(fcgi(ee, "/basic/admin/", ALICE)).endsWith("\r\n\r\nuser alice by BASIC is alice, admin");
        assertThat(fcgi(ee, "/basic/", ALICE)).endsWith("\r\n\r\nuser alice by BASIC is alice, admin");
        assertThat(fcgi(ee, "/basic/admin/", user("bob"))).startsWith("Status: 403 ");
        assertThat(fcgi(ee, "/basic/admin/", user("stranger"))).startsWith("Status: 403 ");
        assertThat(fcgi(ee, "/no-realm/admin/", ALICE)).startsWith("Status: 403 ");
    }

    @ParameterizedTest
    @EnumSource
    void withoutOneTheApplicationsOwnLoginWorks(EeEnvironment ee) throws Exception {
        assertThat(fcgi(ee, "/basic/private/", NOBODY))
                .startsWith("Status: 401 ")
                .contains("WWW-Authenticate: Basic realm=\"the realm\"");
        Map<String, String> credentials = Map.of("HTTP_AUTHORIZATION", basic("alice", "wonder"));
        assertThat(fcgi(ee, "/basic/admin/", credentials)).endsWith("\r\n\r\nuser alice by BASIC is alice, admin");
        assertThat(fcgi(ee, "/basic/", credentials)).endsWith("\r\n\r\nuser alice by BASIC is alice, admin");
        assertThat(fcgi(ee, "/form/private/", NOBODY))
                .containsPattern("Status: 30[23] ")
                .contains("/" + ee.id() + "/form/login");
        assertThat(fcgi(ee, "/no-realm/private/", credentials)).startsWith("Status: 403 ");
    }

    @ParameterizedTest
    @EnumSource
    void overHttpTheApplicationsOwnLoginAsks(EeEnvironment ee) throws Exception {
        for (String name : new String[] {"basic", "no-realm"}) {
            HttpResponse<String> challenged = http(ee, "/" + name + "/private/");
            assertThat(challenged.statusCode()).isEqualTo(401);
            assertThat(challenged.headers().firstValue("WWW-Authenticate"))
                    .contains("Basic realm=\"" + (name.equals("basic") ? TwoConnectors.REALM : "missing") + "\"");
        }
        String alice = basic("alice", "wonder");
        assertThat(http(ee, "/basic/admin/", "Authorization", alice).body())
                .isEqualTo("user alice by BASIC is alice, admin");
        assertThat(http(ee, "/no-realm/private/", "Authorization", alice).statusCode())
                .isEqualTo(401);
        assertThat(http(ee, "/no-realm/", "Authorization", alice).body()).isEqualTo("user null by null is nobody");
        assertThat(http(ee, "/form/private/").statusCode()).isBetween(302, 303);
        assertThat(http(ee, "/certificate/private/").statusCode()).isEqualTo(403);
        assertThat(http(ee, "/certificate/").body()).isEqualTo("user null by null is nobody");
        assertThat(http(ee, "/no-certificate-realm/private/").statusCode()).isEqualTo(403);
    }

    @ParameterizedTest
    @EnumSource
    void isGoneAfterLogout(EeEnvironment ee) throws Exception {
        String gone = ", then user null by null is nobody";
        assertThat(fcgi(ee, "/basic/private/?logout", ALICE))
                .endsWith("\r\n\r\nuser alice by BASIC is alice, admin" + gone);
        assertThat(fcgi(ee, "/form/?logout", ALICE)).endsWith("\r\n\r\nuser alice by BASIC is alice, admin" + gone);
        assertThat(fcgi(ee, "/no-realm/?logout", ALICE)).endsWith("\r\n\r\nuser alice by BASIC is alice" + gone);
    }

    @ParameterizedTest
    @EnumSource
    void othersLogInOnlyWhereThereIsNone(EeEnvironment ee) throws Exception {
        assertThat(fcgi(ee, "/basic/?login", ALICE)).endsWith("\r\n\r\nrefused: user alice by BASIC is alice, admin");
        assertThat(fcgi(ee, "/basic/?login", NOBODY)).endsWith("\r\n\r\nlogged in: user bob by API is bob");
        assertThat(fcgi(ee, "/no-realm/?login", NOBODY)).endsWith("\r\n\r\nrefused: user null by null is nobody");
        assertThat(http(ee, "/basic/?login").body()).isEqualTo("logged in: user bob by API is bob");
    }

    @ParameterizedTest
    @EnumSource
    void authenticateAnswersForTheFrontEnd(EeEnvironment ee) throws Exception {
        assertThat(fcgi(ee, "/no-realm/?authenticate", ALICE)).endsWith("\r\n\r\nuser alice by BASIC is alice");
        assertThat(fcgi(ee, "/no-realm/?authenticate", NOBODY))
                .startsWith("Status: 403 ")
                .doesNotContainIgnoringCase("\nWWW-Authenticate");
    }

    @ParameterizedTest
    @EnumSource
    void aVerifiedCertificateIsAUser(EeEnvironment ee) throws Exception {
        Map<String, String> carol = certificate("SUCCESS");
        assertThat(fcgi(ee, "/certificate/admin/", carol))
                .startsWith("Status: 200 ")
                .contains(" by CLIENT_CERT is CN=carol,")
                .endsWith(", admin");
        assertThat(fcgi(ee, "/no-certificate-realm/private/", carol))
                .endsWith("\r\n\r\nuser CN=carol,O=Example by CLIENT_CERT is CN=carol,O=Example");
        assertThat(fcgi(ee, "/no-certificate-realm/", carol))
                .endsWith("\r\n\r\nuser CN=carol,O=Example by CLIENT_CERT is CN=carol,O=Example");
        for (String path : new String[] {"/certificate", "/no-certificate-realm"}) {
            assertThat(fcgi(ee, path + "/private/", NOBODY)).startsWith("Status: 403 ");
            assertThat(fcgi(ee, path + "/private/", certificate("FAILED:expired")))
                    .startsWith("Status: 403 ");
            assertThat(fcgi(ee, path + "/", NOBODY)).endsWith("\r\n\r\nuser null by null is nobody");
        }
    }

    private static Map<String, String> user(String name) {
        return Map.of("REMOTE_USER", name, "AUTH_TYPE", "Basic");
    }

    private static String basic(String user, String password) {
        String pair = user + ":" + password;
        return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }

    private static Map<String, String> certificate(String verified) throws IOException {
        Path pem = Path.of("..", "fcgi-jetty-module", "src", "test", "resources", "client.pem");
        return Map.of("HTTPS", "on", "SSL_CLIENT_VERIFY", verified, "SSL_CLIENT_CERT", Files.readString(pem));
    }

    private static String fcgi(EeEnvironment ee, String target, Map<String, String> more) throws IOException {
        return FcgiRequest.get(FcgiRequest.loopback(fcgiPort), "/" + ee.id() + target, more);
    }

    private static HttpResponse<String> http(EeEnvironment ee, String target, String... headers) throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + httpPort + "/" + ee.id() + target));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}
