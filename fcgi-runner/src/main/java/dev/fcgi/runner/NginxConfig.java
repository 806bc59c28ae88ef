package dev.fcgi.runner;

import dev.fcgi.servlet.Mount;
import dev.fcgi.servlet.TrustPolicy;
import java.util.List;

/** The nginx configuration for one {@code fcgi run}: {@code location} blocks for inside a {@code server} block. */
final class NginxConfig {
    private NginxConfig() {}

    /** @throws UsageException if nginx cannot express the address */
    static String of(RunSettings settings) {
        ListenAddress address = settings.listeners().get(0);
        StringBuilder text = new StringBuilder();
        text.append("# For inside a server { } block of nginx: hands requests to 'fcgi run' on ")
                .append(address)
                .append(".\n");
        if (settings.listeners().size() > 1) {
            text.append("# It also listens on ")
                    .append(String.join(
                            ", ",
                            settings.listeners().stream()
                                    .skip(1)
                                    .map(Object::toString)
                                    .toList()))
                    .append(".\n");
        }
        for (String contextPath : locations(settings)) {
            text.append('\n').append(location(contextPath, fastcgiPass(address), secret(settings)));
        }
        return text.toString();
    }

    /** One for each context path, or one for all if it is the root, which has everything below it. */
    private static List<String> locations(RunSettings settings) {
        List<Mount.Prefix> mounts = settings.trustPolicy().mount().prefixes();
        if (!mounts.isEmpty()) {
            return mounts.stream()
                    .map(mount -> mount.publicPath().isEmpty() ? "/" : mount.publicPath())
                    .toList();
        }
        List<String> contextPaths =
                settings.webApps().stream().map(WebApp::contextPath).toList();
        if (contextPaths.isEmpty()) {
            return List.of(settings.context() == null ? "/" : settings.context());
        }
        return contextPaths.contains("/") ? List.of("/") : contextPaths;
    }

    private static String secret(RunSettings settings) {
        TrustPolicy policy = settings.trustPolicy();
        return policy.secret() == null
                ? ""
                : "    fastcgi_param " + policy.secretVariable() + " \"...\"; # the secret that 'fcgi run' was given\n";
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

    private static String fastcgiPass(ListenAddress address) {
        String text = address.toString();
        if (address instanceof ListenAddress.Tcp tcp && tcp.port() == 0) {
            throw new UsageException("nginx needs to know the port: give one in --listen instead of 0");
        }
        if (address instanceof ListenAddress.Unix unix
                && !unix.path().toString().matches("[\\p{L}\\p{N}/._+@%=,~-]+")) {
            throw new UsageException("nginx cannot name the socket '" + unix.path()
                    + "': use letters, digits and / . _ + @ % = , ~ - only");
        }
        return text;
    }
}
