package dev.fcgi.runner;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file that has this process's id in it until it ends.
 *
 * @param path where it is
 * @param content what this process has written
 */
record PidFile(Path path, String content) {
    /**
     * Writes one, and has it removed when the process ends.
     *
     * @throws OperatorException when it cannot be written
     */
    static void write(Path path) {
        Path directory = path.toAbsolutePath().getParent();
        if (directory == null || !Files.isDirectory(directory)) {
            throw new OperatorException("cannot write the pid file '" + path + "': there is no directory " + directory
                    + "; create it, or choose another --pid-file");
        }
        PidFile file = new PidFile(path, ProcessHandle.current().pid() + "\n");
        try {
            Files.writeString(path, file.content);
        } catch (IOException e) {
            throw new OperatorException(
                    "cannot write the pid file '" + path + "': " + OneLine.reason(e) + "; choose another --pid-file",
                    e);
        }
        Runtime.getRuntime().addShutdownHook(new Thread(file::remove, "fcgi-pid-file"));
    }

    /** Unless another process has written its own, or somebody has removed it before. */
    private void remove() {
        try {
            if (Files.exists(path) && Files.readString(path).equals(content)) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            // it stays, and tells of a process that is no more
        }
    }
}
