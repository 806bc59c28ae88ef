package dev.fcgi.it;

import java.nio.file.Path;
import java.util.List;

/**
 * nginx.
 *
 * @param upstream directives of the upstream block besides its server
 * @param location directives of every location
 * @param unbufferedRequest what makes it pass a request body on while it arrives
 */
record Nginx(String upstream, String location, String unbufferedRequest) implements FrontEnd {

    /** With Debian's fastcgi_params as they are. */
    static Nginx fastCgi(boolean keepConnection, boolean buffering) {
        String location = """
                include /etc/nginx/fastcgi_params;
                fastcgi_pass application;
                fastcgi_keep_conn %s;
                fastcgi_buffering %s;
                """.formatted(onOff(keepConnection), onOff(buffering));
        return new Nginx(keepConnection ? "keepalive 8;" : "", location, "fastcgi_request_buffering off;");
    }

    /** To an HTTP application, with the same Host that Debian's fastcgi_params and the port amount to. */
    static Nginx proxyPass() {
        String location = """
                proxy_pass http://application;
                proxy_http_version 1.1;
                proxy_set_header Connection "";
                proxy_set_header Host $host:$server_port;
                proxy_buffering off;
                """;
        return new Nginx("keepalive 8;", location, "proxy_request_buffering off;");
    }

    @Override
    public String program() {
        return "nginx";
    }

    @Override
    public String configuration(Workspace workspace, int port, ListenAddress application) {
        return main(workspace, """
                upstream application { server %2$s; %3$s }
                server {
                    listen 127.0.0.1:%1$d;
                    server_name fcgi.test;
                    location / { %4$s }
                    location /contract/streamed/ { %4$s %5$s }
                }
                """.formatted(port, application.text(), upstream, location.strip(), unbufferedRequest));
    }

    /** {@return the configuration around these servers, which leaves nothing outside the workspace} */
    static String main(Workspace workspace, String servers) {
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
                """.formatted(user(), workspace, servers);
    }

    @Override
    public List<String> arguments(Path configuration) {
        return foreground(configuration);
    }

    static List<String> foreground(Path configuration) {
        return List.of("-c", configuration.toString(), "-e", "stderr", "-g", "daemon off;");
    }

    /** Debian's own choice; only root may, and need, say it. */
    private static String user() {
        return "root".equals(System.getProperty("user.name")) ? "user www-data;" : "";
    }

    private static String onOff(boolean on) {
        return on ? "on" : "off";
    }
}
