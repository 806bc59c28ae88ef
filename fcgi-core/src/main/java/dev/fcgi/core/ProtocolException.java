package dev.fcgi.core;

import java.io.IOException;

/** The peer broke the protocol or a limit in a way that loses the connection: nothing more is parsed after it. */
public final class ProtocolException extends IOException {
    private static final long serialVersionUID = 1L;

    /** What was wrong. */
    public enum Reason {
        /** A record of a FastCGI version other than 1. */
        UNKNOWN_VERSION,
        /** An application record with request ID 0. */
        NULL_REQUEST_ID,
        /** FCGI_BEGIN_REQUEST for a request ID that is active. */
        DUPLICATE_REQUEST_ID,
        /** A discrete record whose content does not have the length the specification gives it. */
        BAD_CONTENT_LENGTH,
        /** A record that has no place in the request's state. */
        UNEXPECTED_RECORD,
        /** The end of a stream of name-value pairs inside a pair. */
        TRUNCATED_PAIR,
        /** More bytes of parameters than {@link ProtocolLimits#maxParamsBytes()}. */
        TOO_MANY_PARAMS_BYTES,
        /** More pairs than {@link ProtocolLimits#maxParams()}. */
        TOO_MANY_PARAMS,
        /** A name longer than {@link ProtocolLimits#maxNameBytes()}. */
        NAME_TOO_LONG,
        /** A value longer than {@link ProtocolLimits#maxValueBytes()}. */
        VALUE_TOO_LONG,
        /** More bytes in or for management records than {@link ProtocolLimits#maxManagementBytes()}. */
        TOO_MANY_MANAGEMENT_BYTES,
        /** No room for one more request, or for its parameters. */
        OVERLOADED,
        /** Parameters that did not end in time. */
        PARAMS_TIMEOUT
    }

    private final Reason reason;

    ProtocolException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    /** {@return what was wrong} */
    public Reason reason() {
        return reason;
    }
}
