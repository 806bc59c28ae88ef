package dev.fcgi.runner;

/** The command line is wrong by itself, whatever the machine looks like: exit code 2. */
final class UsageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UsageException(String message) {
        super(message);
    }
}
