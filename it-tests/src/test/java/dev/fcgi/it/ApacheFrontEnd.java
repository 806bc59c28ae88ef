package dev.fcgi.it;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Apache httpd with mod_proxy_fcgi and the event MPM, whatever its sites are. */
interface ApacheFrontEnd extends FrontEnd {

    List<String> MODULES = List.of(
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

    /** {@return the sites, and the ports they listen on} */
    String sites(Workspace workspace, int port, ListenAddress application) throws IOException;

    @Override
    default String program() {
        return "apache2";
    }

    /** Leaves nothing outside the workspace. */
    @Override
    default String configuration(Workspace workspace, int port, ListenAddress application) throws IOException {
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
                """.formatted(workspace, modules, user(), sites(workspace, port, application));
    }

    @Override
    default List<String> arguments(Path configuration) {
        return List.of("-f", configuration.toString(), "-DFOREGROUND");
    }

    /** Debian's own choice; only root may, and need, say it. */
    private static String user() {
        return "root".equals(System.getProperty("user.name")) ? "User www-data\nGroup www-data" : "";
    }

    /** {@return the application as ProxyPass names it, without a slash at the end} */
    static String target(ListenAddress application) {
        String text = application.text();
        return text.startsWith("unix:") ? text + "|fcgi://myapp" : "fcgi://" + text;
    }

    /** {@return what has it listen} */
    static String listen(int... ports) {
        StringBuilder text = new StringBuilder();
        for (int port : ports) {
            text.append("Listen 127.0.0.1:").append(port).append('\n');
        }
        return text.toString();
    }

    /** {@return one site} */
    static String site(int port, String content) {
        return "<VirtualHost 127.0.0.1:" + port + ">\n" + content + "</VirtualHost>\n";
    }

    /** {@return a documented block, with the files and the application of a test} */
    static DocumentedBlock documented(String name, Workspace workspace, ListenAddress application) throws IOException {
        return DocumentedBlock.read(name)
                .with("unix:/run/myapp/fcgi.sock|fcgi://myapp", target(application))
                .with("/etc/apache2", workspace.toString());
    }
}
