package dev.fcgi.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** nginx, whatever its servers are. */
interface NginxFrontEnd extends FrontEnd {

    /** {@return the {@code server} blocks, and what else goes beside them} */
    String servers(Workspace workspace, int port, ListenAddress application) throws IOException;

    @Override
    default String program() {
        return "nginx";
    }

    /** Leaves nothing outside the workspace, where Debian's fastcgi_params are as well. */
    @Override
    default String configuration(Workspace workspace, int port, ListenAddress application) throws IOException {
        Files.copy(Path.of("/etc/nginx/fastcgi_params"), workspace.path("fastcgi_params"));
        return """
                %1$s
                pid %2$s/nginx.pid;
                error_log %2$s/error.log info;
                worker_processes 2;
                events { worker_connections 1024; }
                http {
                    access_log off;
                    client_max_body_size 0;
                    client_body_temp_path %2$s/body;
                    fastcgi_temp_path %2$s/fastcgi;
                    proxy_temp_path %2$s/proxy;
                    uwsgi_temp_path %2$s/uwsgi;
                    scgi_temp_path %2$s/scgi;
                    ssl_protocols TLSv1.2 TLSv1.3;
                %3$s
                }
                """.formatted(user(), workspace, servers(workspace, port, application));
    }

    @Override
    default List<String> arguments(Path configuration) {
        return List.of("-c", configuration.toString(), "-e", "stderr", "-g", "daemon off;");
    }

    /** Debian's own choice; only root may, and need, say it. */
    private static String user() {
        return "root".equals(System.getProperty("user.name")) ? "user www-data;" : "";
    }

    /** {@return one server} */
    static String server(int port, String location) {
        return "server {\n listen 127.0.0.1:" + port + ";\n server_name fcgi.test;\n" + location + "}\n";
    }

    /** {@return a documented block, with the files and the application of a test} */
    static DocumentedBlock documented(String name, Workspace workspace, ListenAddress application) throws IOException {
        return new DocumentedBlock(DocumentedBlock.read(name)
                .with("unix:/run/myapp/fcgi.sock", application.text())
                .text()
                .replace("/etc/nginx", workspace.toString()));
    }
}
