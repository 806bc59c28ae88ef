package dev.fcgi.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Apache httpd with mod_proxy_fcgi and the event MPM, whatever its sites are. */
interface ApacheFrontEnd extends FrontEnd {

    List<String> MODULES = List.of(
            "mpm_event",
            "authn_core",
            "authn_file",
            "authz_core",
            "authz_user",
            "auth_basic",
            "http2",
            "proxy",
            "proxy_fcgi",
            "socache_shmcb",
            "ssl");

    Pattern DOCUMENTED_TARGET =
            Pattern.compile("(unix:/run/myapp/fcgi[.]sock[|]fcgi://[\\w-]+)|(fcgi://127[.]0[.]0[.]1:9000)");

    /** {@return what is loaded} */
    default List<String> modules() {
        return MODULES;
    }

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
        modules()
                .forEach(name -> modules.append(
                        "LoadModule %1$s_module /usr/lib/apache2/modules/mod_%1$s.so\n".formatted(name)));
        return """
                ServerRoot %1$s
                DefaultRuntimeDir %1$s
                PidFile %1$s/apache2.pid
                ErrorLog %1$s/error.log
                ServerName fcgi.test
                %2$s
                %3$s
                # As the tests need it: a connection for 200 requests, and not seconds until one is cut.
                MaxKeepAliveRequests 0
                KeepAliveTimeout 1
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
        String text = DocumentedBlock.read(name).text();
        Matcher target = DOCUMENTED_TARGET.matcher(text);
        assertThat(target.find()).as(text).isTrue();
        return new DocumentedBlock(target.replaceAll(Matcher.quoteReplacement(target(application)))
                .replace("/etc/apache2", workspace.toString()));
    }
}
