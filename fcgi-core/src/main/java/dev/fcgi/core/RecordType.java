package dev.fcgi.core;

import org.jspecify.annotations.Nullable;

/** The record types of FastCGI 1.0 (section 8). */
public enum RecordType {
    /** FCGI_BEGIN_REQUEST (section 5.1). */
    BEGIN_REQUEST(1),
    /** FCGI_ABORT_REQUEST (section 5.4). */
    ABORT_REQUEST(2),
    /** FCGI_END_REQUEST (section 5.5). */
    END_REQUEST(3),
    /** FCGI_PARAMS (section 5.2). */
    PARAMS(4),
    /** FCGI_STDIN (section 5.3). */
    STDIN(5),
    /** FCGI_STDOUT (section 5.3). */
    STDOUT(6),
    /** FCGI_STDERR (section 5.3). */
    STDERR(7),
    /** FCGI_DATA (section 5.3). */
    DATA(8),
    /** FCGI_GET_VALUES (section 4.1). */
    GET_VALUES(9),
    /** FCGI_GET_VALUES_RESULT (section 4.1). */
    GET_VALUES_RESULT(10),
    /** FCGI_UNKNOWN_TYPE (section 4.2). */
    UNKNOWN_TYPE(11);

    private static final RecordType[] BY_CODE = new RecordType[12];

    static {
        for (RecordType type : values()) {
            BY_CODE[type.code] = type;
        }
    }

    private final int code;

    RecordType(int code) {
        this.code = code;
    }

    /** {@return the number of this type on the wire, 1 to 11} */
    public int code() {
        return code;
    }

    /**
     * Finds a type by its number on the wire.
     *
     * @param code the type byte of a record header, 0 to 255
     * @return the type, or {@code null} when FastCGI 1.0 gives the number no meaning
     */
    public static @Nullable RecordType ofCode(int code) {
        return code >= 0 && code < BY_CODE.length ? BY_CODE[code] : null;
    }

    /** {@return whether records of this type belong to no request and carry request ID 0 (section 3.3)} */
    public boolean isManagement() {
        return this == GET_VALUES || this == GET_VALUES_RESULT || this == UNKNOWN_TYPE;
    }
}
