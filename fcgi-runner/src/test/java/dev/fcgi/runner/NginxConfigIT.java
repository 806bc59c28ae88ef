package dev.fcgi.runner;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** nginx, with Debian's own parameters. */
class NginxConfigIT extends WebServerConfigCheck {
    NginxConfigIT() {
        super("nginx");
    }

    @Override
    String configuration(Path directory, String printed) throws IOException {
        Files.copy(Path.of("/etc/nginx/fastcgi_params"), directory.resolve("fastcgi_params"));
        return """
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
                """.formatted(directory, printed);
    }

    @Override
    List<String> check(Path directory, Path file) {
        return List.of("/usr/sbin/nginx", "-t", "-p", directory.toString(), "-c", file.toString());
    }
}
