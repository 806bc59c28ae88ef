package dev.fcgi.it;

/**
 * nginx.
 *
 * @param upstream directives of the upstream block besides its server
 * @param location directives of every location
 * @param unbufferedRequest what makes it pass a request body on while it arrives
 */
record Nginx(String upstream, String location, String unbufferedRequest) implements NginxFrontEnd {

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
    public String servers(Workspace workspace, int port, ListenAddress application) {
        return """
                upstream application { server %2$s; %3$s }
                server {
                    listen 127.0.0.1:%1$d;
                    server_name fcgi.test;
                    location / { %4$s }
                    location /contract/streamed/ { %4$s %5$s }
                }
                """.formatted(port, application.text(), upstream, location.strip(), unbufferedRequest);
    }

    private static String onOff(boolean on) {
        return on ? "on" : "off";
    }
}
