package dev.fcgi.it;

import java.nio.file.Path;
import java.util.List;

/**
 * Apache httpd with mod_proxy_fcgi and the event MPM.
 *
 * @param keepConnection whether it keeps its connections to the application
 */
record Apache(boolean keepConnection) implements FrontEnd {

    private static final List<String> MODULES = List.of(
            "mpm_event",
            "authn_core",
            "authn_file",
            "authz_core",
            "authz_user",
            "auth_basic",
            "proxy",
            "proxy_fcgi",
            "socache_shmcb",
            "ssl");

    @Override
    public String program() {
        return "apache2";
    }

    @Override
    public String configuration(Workspace workspace, int port, ListenAddress application) {
        return main(workspace, """
                Listen 127.0.0.1:%1$d
                # As nginx does.
                <Location "/">
                    CGIPassAuth On
                </Location>
                AllowEncodedSlashes NoDecode
                ProxyPass "/" "%2$s/"%3$s
                """.formatted(port, target(application), keepConnection ? " enablereuse=on" : ""));
    }

    /** {@return the configuration around these sites, which leaves nothing outside the workspace} */
    static String main(Workspace workspace, String sites) {
        StringBuilder modules = new StringBuilder();
        MODULES.forEach(name ->
                modules.append("LoadModule %1$s_module /usr/lib/apache2/modules/mod_%1$s.so\n".formatted(name)));
        return """
                ServerRoot %1$s
                DefaultRuntimeDir %1$s
                PidFile %1$s/apache2.pid
                ErrorLog %1$s/error.log
                ServerName fcgi.test
                %2$s
                %3$s
                SSLSessionCache shmcb:%1$s/sessions(512000)
                <Directory />
                    AllowOverride None
                </Directory>
                %4$s
                """.formatted(workspace, modules, user(), sites);
    }

    /** {@return the application as ProxyPass names it, without a slash at the end} */
    static String target(ListenAddress application) {
        String text = application.text();
        return text.startsWith("unix:") ? text + "|fcgi://myapp" : "fcgi://" + text;
    }

    @Override
    public List<String> arguments(Path configuration) {
        return foreground(configuration);
    }

    static List<String> foreground(Path configuration) {
        return List.of("-f", configuration.toString(), "-DFOREGROUND");
    }

    /** Debian's own choice; only root may, and need, say it. */
    private static String user() {
        return "root".equals(System.getProperty("user.name")) ? "User www-data\nGroup www-data" : "";
    }
}
