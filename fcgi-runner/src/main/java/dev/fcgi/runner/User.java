package dev.fcgi.runner;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who this process runs as.
 *
 * @param root whether it may do everything
 */
record User(boolean root) {
    private static final Logger LOG = LoggerFactory.getLogger(User.class);

    static User current() {
        try {
            return new User(Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid")));
        } catch (IOException | UnsupportedOperationException e) {
            return new User("root".equals(System.getProperty("user.name")));
        }
    }

    /** @throws OperatorException if it may */
    void requireNotRoot() {
        if (root) {
            throw new OperatorException("refusing to run as root, as --no-root says: start it as a user of its own");
        }
    }

    /** Says so if it may: that is for trying things out. */
    void warnOfRoot() {
        if (root) {
            LOG.warn("Running as root: whoever takes over a web application has the machine; use a user of its own");
        }
    }
}
