package dev.fcgi.it;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * A temporary directory: private files, logs and sockets of one deployment. Its path is short, for the sake of sockets, and web
 * server workers of another user can enter it. Deleted at the end, unless a test failed.
 */
final class Workspace {

    private final Path directory;

    Workspace() throws IOException {
        directory = Files.createTempDirectory("fcgi-it");
        openToAll(directory);
    }

    Path path(String name) {
        return directory.resolve(name);
    }

    /** {@return a new directory in which every user may make files} */
    Path shared(String name) throws IOException {
        Path shared = Files.createDirectory(path(name));
        Files.setPosixFilePermissions(shared, PosixFilePermissions.fromString("rwxrwxrwx"));
        return shared;
    }

    /** Copies a directory with all that is in it, into one that may be there already. */
    static void copy(Path from, Path to) throws IOException {
        try (var files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
    }

    /** The configuration and the logs of a deployment that a test failed against. */
    String evidence() throws IOException {
        StringBuilder evidence = new StringBuilder("evidence kept in " + directory);
        try (var files = Files.list(directory)) {
            for (Path file : files.filter(Workspace::isText).sorted().toList()) {
                evidence.append("\n---- ").append(file.getFileName()).append('\n');
                String text = Files.readString(file, java.nio.charset.StandardCharsets.ISO_8859_1);
                evidence.append(text.substring(Math.max(0, text.length() - 8000)));
            }
        }
        return evidence.toString();
    }

    void delete() throws IOException {
        Files.walkFileTree(directory, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(
                    Path visited, java.io.@org.jspecify.annotations.Nullable IOException e) throws IOException {
                Files.delete(visited);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    @Override
    public String toString() {
        return directory.toString();
    }

    private static boolean isText(Path file) {
        return file.toString().matches(".*\\.(log|out|err|conf)");
    }

    private static void openToAll(Path directory) throws IOException {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
