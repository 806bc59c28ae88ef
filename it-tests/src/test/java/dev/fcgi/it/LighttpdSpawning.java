package dev.fcgi.it;

import java.io.IOException;

/** lighttpd, which starts the application. */
record LighttpdSpawning() implements LighttpdFrontEnd {

    @Override
    public String content(Workspace workspace, int port, ListenAddress application) throws IOException {
        return DocumentedBlock.read("lighttpd/spawned.conf")
                        .with(
                                "/srv/myapp",
                                SpawnedApplication.directory(workspace).toString())
                        .with("/run/lighttpd", workspace.path("run").toString())
                        .text()
                + DocumentedBlock.read("lighttpd/uploads.conf")
                        .with("/myapp/", "/contract/")
                        .text();
    }
}
