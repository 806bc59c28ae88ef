package dev.fcgi.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The distribution with requests of one connection interleaved. {@code fcgi run} has no option for that: it is switched on where
 * Jetty's XML gets hold of the connector.
 */
final class Multiplexing {

    private static final String ALLOW = """
              <Ref refid="Server">
                <Get id="connectors" name="connectors"/>
              </Ref>
              <Call id="connector" class="java.lang.reflect.Array" name="get">
                <Arg><Ref refid="connectors"/></Arg>
                <Arg type="int">0</Arg>
              </Call>
              <Ref refid="connector">
                <Get name="defaultConnectionFactory">
                  <Set name="multiplexing">true</Set>
                </Get>
              </Ref>
            </Configure>
            """;

    private Multiplexing() {}

    /** {@return the application server, on a Unix socket, of a distribution in this workspace} */
    static Application allowedBy(Workspace workspace) throws IOException {
        Application application = Application.runner(true);
        List<String> command = new ArrayList<>(application.command());
        Path program = Path.of(command.get(0));
        Path original = program.getParent().getParent();
        Path copy = Files.createDirectory(workspace.path("distribution"));
        Files.createSymbolicLink(copy.resolve("lib"), original.resolve("lib"));
        copy(original.resolve("bin"), copy.resolve("bin"));
        copy(original.resolve("etc"), copy.resolve("etc"));
        Path contextXml = copy.resolve("etc/context.xml");
        String text = Files.readString(contextXml);
        assertThat(text).contains("</Configure>");
        Files.writeString(contextXml, text.replace("</Configure>", ALLOW));
        command.set(0, copy.resolve("bin").resolve(program.getFileName()).toString());
        return new Application(command, application.environment(), application.unixSocket());
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectory(to);
        try (var files = Files.list(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
    }
}
