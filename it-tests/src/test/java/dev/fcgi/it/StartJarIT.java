package dev.fcgi.it;

import java.io.IOException;
import org.junit.jupiter.api.Nested;

/** The FastCGI modules of start.jar behind web servers, in every environment. */
class StartJarIT {

    @Nested
    class NginxByTcp extends StartJarContract {

        @Override
        ListenAddress address(Workspace workspace) throws IOException {
            return ListenAddress.freePort();
        }

        @Override
        JettyBase base(Workspace workspace, ListenAddress address) throws IOException, InterruptedException {
            return JettyBase.with(workspace, "fastcgi", JettyBase.ALL_ENVIRONMENTS)
                    .set("fastcgi.port", address.text().replaceFirst(".*:", ""));
        }

        @Override
        FrontEnd frontEnd() {
            return Nginx.fastCgi(true, false);
        }
    }

    @Nested
    class ApacheByUnixSocket extends StartJarContract {

        @Override
        ListenAddress address(Workspace workspace) {
            return ListenAddress.unixSocket(workspace);
        }

        @Override
        JettyBase base(Workspace workspace, ListenAddress address) throws IOException, InterruptedException {
            return JettyBase.with(workspace, "fastcgi-unix", JettyBase.ALL_ENVIRONMENTS)
                    .set("fastcgi.unixDomainPath", address.text().replaceFirst("unix:", ""))
                    .set("fastcgi.mode", "0666"); // the web server's workers run as another user
        }

        @Override
        FrontEnd frontEnd() {
            return new Apache(true);
        }
    }
}
