package dev.fcgi.core;

import org.jspecify.annotations.Nullable;

/** How a request ended, as far as the protocol is concerned (section 5.5). */
public enum ProtocolStatus {
    /** FCGI_REQUEST_COMPLETE: the normal end. */
    REQUEST_COMPLETE(0),
    /** FCGI_CANT_MPX_CONN: a second concurrent request on a connection that takes one at a time. */
    CANT_MPX_CONN(1),
    /** FCGI_OVERLOADED: the application has run out of some resource. */
    OVERLOADED(2),
    /** FCGI_UNKNOWN_ROLE: the application does not play the role it was asked to play. */
    UNKNOWN_ROLE(3);

    private final int code;

    ProtocolStatus(int code) {
        this.code = code;
    }

    /** {@return the number of this status on the wire, 0 to 3} */
    public int code() {
        return code;
    }

    /**
     * Finds a status by its number on the wire.
     *
     * @param code the protocolStatus byte of an FCGI_END_REQUEST body
     * @return the status, or {@code null} when FastCGI 1.0 gives the number no meaning
     */
    public static @Nullable ProtocolStatus ofCode(int code) {
        return switch (code) {
            case 0 -> REQUEST_COMPLETE;
            case 1 -> CANT_MPX_CONN;
            case 2 -> OVERLOADED;
            case 3 -> UNKNOWN_ROLE;
            default -> null;
        };
    }
}
