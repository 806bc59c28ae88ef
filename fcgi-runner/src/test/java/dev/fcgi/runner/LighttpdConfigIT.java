package dev.fcgi.runner;

import java.nio.file.Path;
import java.util.List;

/** lighttpd. */
class LighttpdConfigIT extends WebServerConfigCheck {
    LighttpdConfigIT() {
        super("lighttpd");
    }

    @Override
    String configuration(Path directory, String printed) {
        return """
                server.document-root = "%1$s"
                server.errorlog      = "%1$s/error.log"
                server.bind          = "127.0.0.1"
                server.port          = 1
                %2$s
                """.formatted(directory, printed);
    }

    @Override
    List<String> check(Path directory, Path file) {
        return List.of("/usr/sbin/lighttpd", "-tt", "-f", file.toString());
    }
}
