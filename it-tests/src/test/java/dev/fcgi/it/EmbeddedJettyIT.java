package dev.fcgi.it;

import java.nio.file.Path;
import java.util.List;

/** examples/embedded-jetty. */
class EmbeddedJettyIT extends EmbeddingTest {

    EmbeddedJettyIT() {
        super("embedded-jetty");
    }

    @Override
    List<String> arguments(Path socket) {
        return List.of(socket.toString(), "0666");
    }
}
