package dev.fcgi.runner;

import picocli.CommandLine.Command;

/** {@code location} blocks for inside a {@code server} block of nginx. */
@Command(
        name = "nginx",
        description = "Prints location blocks to paste into a server block of nginx. Takes the options of 'fcgi run'.")
final class NginxConfig extends WebServerConfig {
    private static final String SECRET = "    fastcgi_param %s \"...\"; # the secret that 'fcgi run' was given\n";

    NginxConfig() {
        super("nginx");
    }

    @Override
    String text(RunSettings settings) {
        String address = address(settings);
        StringBuilder text = new StringBuilder(heading("For inside a server { } block of nginx", settings));
        for (String path : paths(settings)) {
            text.append('\n').append(location(path, address, secret(settings.trustPolicy(), SECRET)));
        }
        return text.toString();
    }

    private static String location(String path, String fastcgiPass, String secret) {
        String exact = path.equals("/") ? "" : """
                location = %s {
                    include       fastcgi_params;
                    fastcgi_pass  %s;
                %s}

                """.formatted(path, fastcgiPass, secret);
        return exact + """
                location %s {
                    include       fastcgi_params;
                    fastcgi_pass  %s;
                %s
                    # Room for the head of a response: 4 KiB, the default, is too little for many cookies or a long
                    # Content-Security-Policy ("upstream sent too big header").
                    fastcgi_buffer_size  16k;
                    fastcgi_buffers      8 16k;

                    # A request body may have 1 MiB unless told otherwise (413 Request Entity Too Large).
                    #client_max_body_size  100m;

                    # How long the web application may be silent (504 Gateway Time-out).
                    #fastcgi_read_timeout  60s;

                    # To keep connections open between requests, put
                    #     upstream fcgi { server %s; keepalive 16; }
                    # beside the server { } block, use "fastcgi_pass fcgi;" above, and
                    #fastcgi_keep_conn  on;
                }
                """.formatted(path.equals("/") ? "/" : path + "/", fastcgiPass, secret, fastcgiPass);
    }
}
