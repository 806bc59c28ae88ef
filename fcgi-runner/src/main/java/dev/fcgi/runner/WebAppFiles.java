package dev.fcgi.runner;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.ProviderNotFoundException;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/** The files of a web application, whether archive or directory. */
final class WebAppFiles implements AutoCloseable {
    private final Path root;
    private final @Nullable FileSystem archive;

    private WebAppFiles(Path root, @Nullable FileSystem archive) {
        this.root = root;
        this.archive = archive;
    }

    /** @throws OperatorException if the web application is not there, not readable, or not an archive */
    static void requireReadable(WebApp webApp) {
        Path path = webApp.path();
        if (!Files.exists(path)) {
            String hint = path.toString().contains("=") ? "; a context path begins with a slash, as in /path=WAR" : "";
            throw new OperatorException("there is no '" + path + "': name a WAR file or directory" + hint);
        }
        if (!Files.isReadable(path)) {
            throw new OperatorException("cannot read '" + path + "': this user has no permission");
        }
        try (WebAppFiles files = open(webApp)) {
            if (!Files.isDirectory(files.path("/WEB-INF"))) { // whoever names a wrong directory must not publish it
                throw new OperatorException(
                        "'" + path
                                + "' is no web application: it has no WEB-INF; name a WAR file, or the directory of an unpacked one");
            }
            files.list("/WEB-INF");
        } catch (IOException e) {
            throw new OperatorException("cannot read '" + path + "': " + OneLine.reason(e), e);
        }
    }

    /** @throws OperatorException if it is neither a directory nor an archive */
    static WebAppFiles open(WebApp webApp) throws IOException {
        Path path = webApp.path();
        if (Files.isDirectory(path)) {
            return new WebAppFiles(path, null);
        }
        try {
            FileSystem archive = FileSystems.newFileSystem(path, (ClassLoader) null);
            return new WebAppFiles(archive.getPath("/"), archive);
        } catch (ProviderNotFoundException | ZipException e) {
            throw new OperatorException(
                    "'" + path + "' is broken: it is not a complete ZIP archive, as a WAR file is", e);
        }
    }

    /** {@return the file, or null if there is none} */
    @Nullable
    Path file(String name) {
        Path file = path(name);
        return Files.isRegularFile(file) ? file : null;
    }

    /** {@return the files below a directory whose names end in one of the given ways} */
    List<Path> list(String directory, String... suffixes) throws IOException {
        Path start = path(directory);
        if (!Files.isDirectory(start)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(start)) {
            return files.filter(file -> endsIn(file, suffixes) && Files.isRegularFile(file))
                    .sorted()
                    .toList();
        }
    }

    /** {@return the characters of a file, where only those of ASCII are of interest} */
    static String text(Path file) throws IOException {
        return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() throws IOException {
        if (archive != null) {
            archive.close();
        }
    }

    /** {@return where something is or would be}
     *
     * @param name begins with a slash, as in {@code /WEB-INF}
     */
    Path path(String name) {
        return root.resolve(name.substring(1));
    }

    private static boolean endsIn(Path file, String... suffixes) {
        for (String suffix : suffixes) {
            if (file.toString().endsWith(suffix)) {
                return true;
            }
        }
        return false;
    }
}
