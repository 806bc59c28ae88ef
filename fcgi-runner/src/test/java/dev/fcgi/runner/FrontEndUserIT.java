package dev.fcgi.runner;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The front end's user in unmodified web applications of all environments, with nothing configured. */
@Timeout(value = 3, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FrontEndUserIT {
    private static final Map<String, String> ALICE = Map.of("REMOTE_USER", "alice", "AUTH_TYPE", "Basic");

    @TempDir
    private Path directory;

    @ParameterizedTest
    @EnumSource
    void isSeenInEveryWebApplication(EeEnvironment ee) throws Exception {
        Path open = UserWar.open(directory.resolve("open.war"), ee);
        Path constrained = UserWar.constrained(directory.resolve("constrained.war"), ee);
        Path basic = UserWar.withLogin(directory.resolve("basic.war"), ee, "BASIC", "a realm");
        Path form = UserWar.withLogin(directory.resolve("form.war"), ee, "FORM", "a realm");
        Path digest = UserWar.withLogin(directory.resolve("digest.war"), ee, "DIGEST", "a realm");
        Path certificate = UserWar.withLogin(directory.resolve("cert.war"), ee, "CLIENT-CERT", "a realm");
        try (FcgiProcess fcgi = FcgiProcess.start(
                        directory,
                        "run",
                        "--listen",
                        "127.0.0.1:0",
                        "--ee",
                        ee.id(),
                        open.toString(),
                        constrained.toString(),
                        basic.toString(),
                        form.toString(),
                        digest.toString(),
                        certificate.toString())
                .awaitReady()) {
            assertThat(get(fcgi, "/open/", ALICE)).endsWith("\r\n\r\nuser alice by BASIC is alice");
            assertThat(get(fcgi, "/open/", Map.of())).endsWith("\r\n\r\nuser null by null is nobody");
            for (String path : new String[] {"/constrained", "/basic", "/form", "/digest", "/cert"}) {
                assertThat(get(fcgi, path + "/private/", ALICE))
                        .startsWith("Status: 200 ")
                        .endsWith("\r\n\r\nuser alice by BASIC is alice");
                assertThat(get(fcgi, path + "/", ALICE)).endsWith("\r\n\r\nuser alice by BASIC is alice");
                assertThat(get(fcgi, path + "/", Map.of())).endsWith("\r\n\r\nuser null by null is nobody");
                assertThat(get(fcgi, path + "/private/", Map.of("REMOTE_USER", "alice")))
                        .as(path)
                        .startsWith("Status: 403 ")
                        .doesNotContainIgnoringCase("\nWWW-Authenticate")
                        .doesNotContain("\nSet-Cookie");
                assertThat(get(fcgi, path + "/admin/", ALICE))
                        .startsWith("Status: 403 ")
                        .doesNotContainIgnoringCase("\nWWW-Authenticate");
            }
            assertThat(fcgi.err().lines().filter(line -> line.contains("no LoginService")))
                    .hasSize(4)
                    .anyMatch(line -> line.contains("/basic has a login of its own (BASIC, realm a realm)"))
                    .anyMatch(line -> line.contains("/cert has a login of its own (CLIENT_CERT, realm a realm)"));
        }
    }

    private static String get(FcgiProcess fcgi, String target, Map<String, String> more) throws IOException {
        SocketAddress address = FcgiRequest.loopback(fcgi.port());
        return FcgiRequest.get(address, target, more);
    }
}
