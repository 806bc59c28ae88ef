package dev.fcgi.it;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Apache httpd with mod_fcgid, which starts the application.
 *
 * @param block what docs/apache.md shows
 */
record ApacheFcgid(String block) implements ApacheFrontEnd {

    @Override
    public List<String> modules() {
        List<String> modules = new ArrayList<>(ApacheFrontEnd.super.modules());
        modules.addAll(List.of("alias", "fcgid", "mime", "rewrite"));
        return modules;
    }

    @Override
    public String sites(Workspace workspace, int port, ListenAddress application) throws IOException {
        String text = DocumentedBlock.read(block)
                .with("/srv/myapp", SpawnedApplication.directory(workspace).toString())
                .text();
        return """
                Listen 127.0.0.1:%1$d
                TypesConfig /etc/mime.types
                FcgidIPCDir %2$s
                FcgidProcessTableFile %2$s/table
                FcgidInitialEnv FCGI_SHARED %3$s
                FcgidInitialEnv FCGI_JAVA_OPTS "-Xmx64m -XX:+UseSerialGC"
                %4$s
                """.formatted(
                        port,
                        workspace.path("run"),
                        SpawnedApplication.shared(workspace),
                        text.replace("\"/myapp\"", "\"" + ContractApp.CONTEXT + "\""));
    }
}
