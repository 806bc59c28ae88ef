package dev.fcgi.it;

import java.io.IOException;

/** h2o, which starts the application. */
record H2oSpawning() implements H2oFrontEnd {

    @Override
    public String hosts(Workspace workspace, int port, ListenAddress application) throws IOException {
        return DocumentedBlock.read("h2o/spawned.conf")
                .with("/srv/myapp", SpawnedApplication.directory(workspace).toString())
                .with("port: 80\n", "host: 127.0.0.1\n      port: " + port + "\n")
                .text();
    }
}
