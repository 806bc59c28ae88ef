package dev.fcgi.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code fcgi config} prints is what Caddy, HAProxy and h2o take. */
@Timeout(value = 1, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class OtherConfigsIT {
    @TempDir
    private Path directory;

    @ParameterizedTest(name = "fcgi config caddy {0}")
    @ValueSource(
            strings = {
                "app.war",
                "--listen unix:/run/fcgi/app.sock --group www-data /app=app.war /b/c=other.war",
                "--listen [::1]:9001 --secret 0123456789abcdef --context /\u00fcber+x~y@z,1"
            })
    void caddyTakesIt(String arguments) throws Exception {
        assertTaken(
                "/usr/bin/caddy",
                """
                {
                	auto_https off
                }
                :8080 {
                %s
                }
                """.formatted(printed("caddy " + arguments)),
                "validate",
                "--adapter",
                "caddyfile",
                "--config");
    }

    @ParameterizedTest(name = "fcgi config haproxy {0}")
    @ValueSource(
            strings = {
                "app.war",
                "--listen unix:/run/fcgi/app.sock --group www-data /app=app.war /b/c=other.war",
                "--listen [::1]:9001 --secret 0123456789abcdef --context /\u00fcber+x~y@z,1"
            })
    void haproxyTakesIt(String arguments) throws Exception {
        String printed = printed("haproxy " + arguments);
        String use = printed.lines()
                .filter(line -> line.contains("_backend fcgi"))
                .findFirst()
                .orElseThrow();
        assertTaken("/usr/sbin/haproxy", """
                defaults
                    mode http
                    timeout connect 5s
                    timeout client 50s
                    timeout server 50s
                frontend www
                    bind 127.0.0.1:8080
                    %s
                %s
                """.formatted(use.replace("#", ""), printed), "-c", "-f");
    }

    @ParameterizedTest(name = "fcgi config h2o {0}")
    @ValueSource(
            strings = {
                "app.war",
                "--listen unix:/run/fcgi/app.sock --group www-data /app=app.war /b/c=other.war",
                "--listen [::1]:9001 --secret 0123456789abcdef --context /\u00fcber+x~y@z,1"
            })
    void h2oTakesIt(String arguments) throws Exception {
        assertTaken("/usr/bin/h2o", """
                listen:
                  host: 127.0.0.1
                  port: 8080
                hosts:
                  default:
                    paths:
                %s
                """.formatted(printed("h2o " + arguments).indent(6)), "-t", "-c");
    }

    private String printed(String arguments) throws Exception {
        try (FcgiProcess fcgi = FcgiProcess.start(directory, ("config " + arguments).split(" "))) {
            assertThat(fcgi.exitCode()).as("%s", fcgi.err()).isZero();
            return fcgi.out();
        }
    }

    /** Has the program check a configuration, whose file is its last argument. */
    private void assertTaken(String program, String configuration, String... arguments) throws Exception {
        assumeTrue(Files.isExecutable(Path.of(program)), program + " is not installed");
        Path file = Files.writeString(directory.resolve("configuration"), configuration);
        Path log = directory.resolve("log");
        List<String> command = new java.util.ArrayList<>(List.of(program));
        command.addAll(List.of(arguments));
        command.add(file.toString());
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        List.of("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME")
                .forEach(name -> builder.environment().put(name, directory.toString()));
        assertThat(builder.start().waitFor()).as("%s", Files.readString(log)).isZero();
    }
}
