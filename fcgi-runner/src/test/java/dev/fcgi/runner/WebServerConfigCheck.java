package dev.fcgi.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code fcgi config} prints for a web server is what that web server takes. */
@Timeout(value = 1, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
abstract class WebServerConfigCheck {
    private final String server;

    @TempDir
    private Path directory;

    /** @param server the subcommand */
    WebServerConfigCheck(String server) {
        this.server = server;
    }

    /** {@return a whole configuration with this inside, whose files are all in the directory} */
    abstract String configuration(Path directory, String printed) throws IOException;

    /** {@return the command that checks the file and does nothing else; its program is an absolute path} */
    abstract List<String> check(Path directory, Path file);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "app.war",
                "--listen unix:/run/fcgi/app.sock --mode 0660 --group www-data /app=app.war /b/c=other.war",
                "--listen [::1]:9001 --listen 127.0.0.1:9001 --context /\u00fcber+x~y@z,1",
                "--secret 0123456789abcdef app.war"
            })
    void theWebServerTakesIt(String arguments) throws Exception {
        Path file = directory.resolve("checked.conf");
        List<String> check = check(directory, file);
        assumeTrue(Files.isExecutable(Path.of(check.get(0))), server + " is not installed");
        try (FcgiProcess fcgi = FcgiProcess.start(directory, ("config " + server + " " + arguments).split(" "))) {
            assertThat(fcgi.exitCode()).as("%s", fcgi.err()).isZero();
            Files.writeString(file, configuration(directory, fcgi.out()));
        }
        Path log = directory.resolve("log");
        Process process = new ProcessBuilder(check)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        assertThat(process.waitFor()).as("%s", Files.readString(log)).isZero();
        assertThat(log).content().doesNotContain("[warn]").doesNotContain("WARNING");
    }
}
