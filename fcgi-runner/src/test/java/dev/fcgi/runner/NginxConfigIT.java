package dev.fcgi.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code fcgi config nginx} prints is what nginx takes, with Debian's own parameters. */
@Timeout(value = 1, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class NginxConfigIT {
    private static final Path NGINX = Path.of("/usr/sbin/nginx");
    private static final Path PARAMS = Path.of("/etc/nginx/fastcgi_params");

    @TempDir
    private Path directory;

    @ParameterizedTest(name = "fcgi config nginx {0}")
    @ValueSource(
            strings = {
                "app.war",
                "--listen unix:/run/fcgi/app.sock --mode 0660 --group www-data /app=app.war /b/c=other.war",
                "--listen [::1]:9001 --listen 127.0.0.1:9001 --context /\u00fcber+x~y@z,1"
            })
    void nginxTakesIt(String arguments) throws Exception {
        assumeTrue(Files.isExecutable(NGINX) && Files.isReadable(PARAMS), "nginx is not installed");
        Files.copy(PARAMS, directory.resolve("fastcgi_params"));
        String[] command = ("config nginx " + arguments).split(" ");
        try (FcgiProcess fcgi = FcgiProcess.start(directory, command)) {
            assertThat(fcgi.exitCode()).as("%s", fcgi.err()).isZero();
            Files.writeString(directory.resolve("nginx.conf"), """
                    pid %1$s/pid;
                    error_log %1$s/error.log;
                    events { }
                    http {
                        client_body_temp_path %1$s/body;
                        fastcgi_temp_path %1$s/fastcgi;
                        proxy_temp_path %1$s/proxy;
                        scgi_temp_path %1$s/scgi;
                        uwsgi_temp_path %1$s/uwsgi;
                        server {
                            listen unix:%1$s/nginx.sock;
                    %2$s
                        }
                    }
                    """.formatted(directory, fcgi.out()));
        }
        Path log = directory.resolve("log");
        Process nginx = new ProcessBuilder(
                        NGINX.toString(), "-t", "-p", directory.toString(), "-c", directory + "/nginx.conf")
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        assertThat(nginx.waitFor()).as("%s", Files.readString(log)).isZero();
        assertThat(log).content().contains("test is successful").doesNotContain("[warn]");
    }
}
