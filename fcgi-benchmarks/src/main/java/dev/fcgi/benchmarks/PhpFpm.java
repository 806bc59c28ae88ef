package dev.fcgi.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** php-fpm with scripts that serve the same {@linkplain Page pages}, over a Unix socket. */
final class PhpFpm {
    private static final String ID = "php-fpm";
    private static final Duration START_TIME = Duration.ofSeconds(30);

    private PhpFpm() {}

    /** {@return the newest php-fpm on the PATH, or {@code null}} */
    static @Nullable Path find() {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(":", -1))
                .filter(directory -> !directory.isEmpty())
                .flatMap(directory -> programs(Path.of(directory)))
                .max(PhpFpm::compareVersions)
                .orElse(null);
    }

    private static Stream<Path> programs(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            return files
                    .filter(file -> file.getFileName().toString().matches("php-fpm[0-9.]*"))
                    .filter(Files::isExecutable)
                    .toList()
                    .stream();
        } catch (IOException x) {
            return Stream.empty(); // not everything on the PATH is there
        }
    }

    private static int compareVersions(Path one, Path other) {
        return one.getFileName().compareTo(other.getFileName());
    }

    /**
     * Starts it.
     *
     * @param connections how many nginx opens: each keeps a process of php-fpm for itself, and those of clients that
     *     have gone are busy a little longer
     */
    static Peer start(Workspace workspace, Path program, int connections) throws Exception {
        int children = 2 * connections;
        Path socket = workspace.path("php-fpm.sock");
        Path configuration = workspace.path("php-fpm.conf");
        boolean root = System.getProperty("user.name").equals("root");
        Files.writeString(configuration, """
                [global]
                error_log = /dev/stderr
                daemonize = no
                [www]
                %s
                listen = %s
                listen.mode = 0666
                listen.backlog = 1024
                pm = static
                pm.max_children = %d
                """.formatted(root ? "user = nobody" : "", socket, children));
        StringBuilder locations = new StringBuilder();
        for (Page page : Page.values()) {
            Path script = workspace.path(page.path().substring(1) + ".php");
            Files.writeString(script, script(page));
            String file = "fastcgi_param SCRIPT_FILENAME " + script + ";";
            locations.append(NginxFrontEnd.fastCgiLocation("= " + page.path(), ID, file));
        }
        List<String> command = List.of(program.toString(), "--nodaemonize", "--fpm-config", configuration.toString());
        ChildProcess process = workspace.start(ID, command);
        workspace.awaitReady(process, START_TIME, () -> process.pids().size() > children && Files.exists(socket));
        return new Peer(ID, "php-fpm over a Unix socket", process, JettyServer.UNIX + socket, locations.toString());
    }

    static String script(Page page) {
        return Stream.of(
                        "header('Content-Type: " + page.contentType() + "');",
                        "header('Content-Length: " + page.bytes().length + "');",
                        "echo '" + page.body() + "';")
                .collect(Collectors.joining("\n", "<?php\n", "\n"));
    }
}
