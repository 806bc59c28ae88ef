package dev.fcgi.runner;

import java.nio.file.Path;
import java.util.List;

/** Apache httpd with mod_proxy_fcgi. */
class ApacheConfigIT extends WebServerConfigCheck {
    ApacheConfigIT() {
        super("apache");
    }

    @Override
    String configuration(Path directory, String printed) {
        StringBuilder modules = new StringBuilder();
        for (String name : List.of("mpm_event", "authz_core", "proxy", "proxy_fcgi")) {
            modules.append("LoadModule %1$s_module /usr/lib/apache2/modules/mod_%1$s.so\n".formatted(name));
        }
        return """
                %2$s
                ServerRoot %1$s
                DefaultRuntimeDir %1$s
                ErrorLog %1$s/error.log
                ServerName fcgi.test
                Listen 127.0.0.1:1
                <VirtualHost 127.0.0.1:1>
                %3$s
                </VirtualHost>
                """.formatted(directory, modules, printed);
    }

    @Override
    List<String> check(Path directory, Path file) {
        return List.of("/usr/sbin/apache2", "-t", "-f", file.toString());
    }
}
