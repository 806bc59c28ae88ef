package dev.fcgi.runner;

/**
 * Something the operator can put right. The message is complete: it names what is wrong, the value, and what to do.
 */
final class OperatorException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    OperatorException(String message) {
        super(message);
    }

    OperatorException(String message, Throwable cause) {
        super(message, cause);
    }
}
