package dev.fcgi.core;

import org.jspecify.annotations.Nullable;

/** The part an application is asked to play in a request (section 5.1). */
public enum Role {
    /** FCGI_RESPONDER (section 6.2). */
    RESPONDER(1),
    /** FCGI_AUTHORIZER (section 6.3). */
    AUTHORIZER(2),
    /** FCGI_FILTER (section 6.4). */
    FILTER(3);

    private final int code;

    Role(int code) {
        this.code = code;
    }

    /** {@return the number of this role on the wire, 1 to 3} */
    public int code() {
        return code;
    }

    /**
     * Finds a role by its number on the wire.
     *
     * @param code the 16-bit role of an FCGI_BEGIN_REQUEST body
     * @return the role, or {@code null} when FastCGI 1.0 gives the number no meaning
     */
    public static @Nullable Role ofCode(int code) {
        return switch (code) {
            case 1 -> RESPONDER;
            case 2 -> AUTHORIZER;
            case 3 -> FILTER;
            default -> null;
        };
    }
}
