package dev.fcgi.runner;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.util.IO;

/**
 * The distribution's classes as one Java keeps them in memory (class data sharing), so that a process starts faster. The
 * start script of the distribution uses the archive that is there for its Java.
 *
 * @param distribution whose classes
 */
record ClassArchive(Distribution distribution) {
    private static final int PATIENCE_SECONDS = 120;

    /** {@return where the archive of this Java is} */
    Path path() {
        return distribution.classArchives().resolve(System.getProperty("java.version") + ".jsa");
    }

    /**
     * Makes it, unless it is there: starts and ends a server for a web application without content.
     *
     * @throws OperatorException if that fails
     */
    void make() {
        if (Files.exists(path())) {
            return;
        }
        try {
            Files.createDirectories(distribution.classArchives());
            Path work = Files.createTempDirectory(distribution.classArchives(), ".new");
            try {
                Files.createDirectories(work.resolve("app/WEB-INF"));
                Path archive = work.resolve("archive");
                run(work, archive);
                Files.move(archive, path(), StandardCopyOption.ATOMIC_MOVE);
            } finally {
                IO.delete(work.toFile());
            }
        } catch (IOException e) {
            throw failed(OneLine.reason(e));
        }
    }

    private void run(Path work, Path archive) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                distribution.program().toString(),
                "run",
                "--listen=127.0.0.1:0",
                "--idle-exit=1",
                work.resolve("app").toString());
        builder.environment().keySet().removeIf(name -> name.startsWith(SettingNames.ENVIRONMENT));
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("FCGI_JAVA_OPTS", "-XX:ArchiveClassesAtExit=" + archive);
        builder.redirectErrorStream(true).redirectOutput(work.resolve("log").toFile());
        Process process = builder.start();
        process.getOutputStream().close();
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw failed("it was not ready in " + PATIENCE_SECONDS + " s");
            }
            if (!Files.exists(archive)) {
                throw failed(OneLine.of(Files.readString(work.resolve("log"))));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            process.destroyForcibly();
        }
    }

    private OperatorException failed(String reason) {
        return new OperatorException("cannot make the class archive '" + path() + "': " + reason);
    }
}
