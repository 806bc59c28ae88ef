package dev.fcgi.servlet;

import org.jspecify.annotations.Nullable;

/** The variables are well-formed name-value pairs, but there is no valid HTTP request in them. */
public final class CgiException extends Exception {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final @Nullable Notice notice;

    /**
     * Makes an exception.
     *
     * @param status the HTTP status to answer with, 400 to 599
     * @param message what was wrong, with the variable's name and what was expected; for the log, not for the client
     */
    public CgiException(int status, String message) {
        this(status, message, null);
    }

    CgiException(int status, String message, @Nullable Notice notice) {
        super(message);
        this.status = status;
        this.notice = notice;
    }

    static CgiException badRequest(String variable, String value, String expectation) {
        return new CgiException(400, variable + " is '" + printable(value) + "': " + expectation);
    }

    /** {@return the HTTP status to answer with} */
    public int status() {
        return status;
    }

    /** {@return what the operator is to be told, or {@code null}} */
    public @Nullable Notice notice() {
        return notice;
    }

    /** Peer bytes never reach a message unescaped or in unbounded length. */
    static String printable(String value) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < Math.min(value.length(), 80); i++) {
            char c = value.charAt(i);
            if (c >= 0x20 && c < 0x7F) {
                out.append(c);
            } else {
                out.append(String.format("\\x%02x", (int) c));
            }
        }
        return value.length() > 80 ? out.append("...").toString() : out.toString();
    }
}
