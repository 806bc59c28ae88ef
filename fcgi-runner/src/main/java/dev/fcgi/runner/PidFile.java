package dev.fcgi.runner;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A file that has this process's id in it for as long as it serves. */
final class PidFile implements AutoCloseable {
    private final @Nullable Path path;
    private final String content = ProcessHandle.current().pid() + "\n";

    private PidFile(@Nullable Path path) {
        this.path = path;
    }

    /**
     * Writes one.
     *
     * @param path where, or {@code null} for none
     * @throws OperatorException when it cannot be written
     */
    static PidFile write(@Nullable Path path) {
        PidFile file = new PidFile(path);
        if (path != null) {
            Path directory = path.toAbsolutePath().getParent();
            if (directory == null || !Files.isDirectory(directory)) {
                throw new OperatorException("cannot write the pid file '" + path + "': there is no directory "
                        + directory + "; create it, or choose another --pid-file");
            }
            try {
                Files.writeString(path, file.content);
            } catch (IOException e) {
                throw new OperatorException(
                        "cannot write the pid file '" + path + "': " + OneLine.reason(e)
                                + "; choose another --pid-file",
                        e);
            }
        }
        return file;
    }

    /** Removes it, unless another process has written its own. */
    @Override
    public void close() throws IOException {
        try {
            if (path != null && Files.readString(path).equals(content)) {
                Files.deleteIfExists(path);
            }
        } catch (NoSuchFileException e) {
            // somebody has removed it before
        }
    }
}
