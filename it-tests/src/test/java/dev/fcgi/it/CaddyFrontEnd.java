package dev.fcgi.it;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Caddy, whatever its sites are. */
interface CaddyFrontEnd extends FrontEnd {

    /** {@return the sites} */
    String sites(Workspace workspace, int port, ListenAddress application) throws IOException;

    @Override
    default String program() {
        return "caddy";
    }

    /** Leaves nothing outside the workspace, gets no certificates, and opens no port of its own. */
    @Override
    default String configuration(Workspace workspace, int port, ListenAddress application) throws IOException {
        return """
                {
                	admin off
                	auto_https off
                	default_bind 127.0.0.1
                	grace_period 5s
                	servers {
                		# Java's clients name no server for the sake of "localhost".
                		strict_sni_host insecure_off
                	}
                }
                %s
                """.formatted(sites(workspace, port, application));
    }

    @Override
    default List<String> arguments(Path configuration) {
        return List.of("run", "--adapter", "caddyfile", "--config", configuration.toString());
    }

    @Override
    default Map<String, String> environment(Workspace workspace) {
        return Map.of(
                "HOME", workspace.toString(),
                "XDG_CONFIG_HOME", workspace.toString(),
                "XDG_DATA_HOME", workspace.toString());
    }

    @Override
    default String errorLog() {
        return "caddy.err";
    }

    @Override
    default Pattern error() {
        return Pattern.compile("\"level\":\"(error|panic|fatal)\"");
    }

    /** {@return a documented block, with the files and the application of a test, which is mounted at /contract} */
    static DocumentedBlock documented(String name, Workspace workspace, ListenAddress application) throws IOException {
        String text = DocumentedBlock.read(name).text().replace("/etc/caddy", workspace.toString());
        String address = application.text();
        return address.startsWith("unix:")
                ? new DocumentedBlock(text)
                        .with("unix//run/myapp/fcgi.sock", "unix/" + address.substring("unix:".length()))
                : new DocumentedBlock(text).with("127.0.0.1:9000", address).with("/myapp", ContractApp.CONTEXT);
    }
}
