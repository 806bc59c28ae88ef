package dev.fcgi.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ListenAddressTest {
    @ParameterizedTest(name = "{0} is {1} port {2}")
    @CsvSource({
        "127.0.0.1:9000, 127.0.0.1, 9000",
        "127.1.2.3:0, 127.1.2.3, 0",
        "localhost:65535, localhost, 65535",
        "[::1]:9000, ::1, 9000"
    })
    void readsTcp(String text, String host, int port) {
        ListenAddress address = ListenAddress.parse(text);
        assertThat(address).isEqualTo(new ListenAddress.Tcp(host, port));
        assertThat(address).hasToString(text);
    }

    @Test
    void readsUnix() {
        assertThat(ListenAddress.parse("unix:/run/app.sock"))
                .isEqualTo(new ListenAddress.Unix(Path.of("/run/app.sock")))
                .hasToString("unix:/run/app.sock");
    }

    @Test
    void aRelativeSocketIsInTheWorkingDirectory() {
        assertThat(ListenAddress.parse("unix:a/../app.sock"))
                .isEqualTo(new ListenAddress.Unix(Path.of("app.sock").toAbsolutePath()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "9000",
                ":9000",
                "localhost",
                "localhost:",
                "localhost:http",
                "::1:9000",
                "unix:",
                "/run/app.sock",
                "localhost:-1",
                "*:9000"
            })
    void refusesWhatIsNeither(String text) {
        assertThatExceptionOfType(UsageException.class)
                .isThrownBy(() -> ListenAddress.parse(text))
                .withMessage("malformed listener '%s': expected unix:PATH or HOST:PORT, as in 127.0.0.1:9000", text);
    }

    @Test
    void refusesAPortOutOfBounds() {
        assertThatExceptionOfType(UsageException.class)
                .isThrownBy(() -> ListenAddress.parse("127.0.0.1:65536"))
                .withMessage("the port of listener '127.0.0.1:65536' is over 65535");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0:9000", "[::]:9000", "192.0.2.1:9000"})
    void knowsWhatOthersCanReach(String text) {
        assertThat(((ListenAddress.Tcp) ListenAddress.parse(text)).isLoopback()).isFalse();
    }

    @Test
    void refusesAnAbstractSocket() {
        assertThatExceptionOfType(UsageException.class)
                .isThrownBy(() -> ListenAddress.parse("unix:@app"))
                .withMessage(
                        "cannot listen on 'unix:@app': Java makes no abstract Unix sockets; use a path, or have the"
                                + " socket passed as descriptor 0");
    }

    @Test
    void refusesAPathThatDoesNotFit() {
        assertThatExceptionOfType(UsageException.class)
                .isThrownBy(() -> ListenAddress.parse("unix:/" + "d".repeat(200) + "/s"))
                .withMessageContaining("too long");
    }
}
