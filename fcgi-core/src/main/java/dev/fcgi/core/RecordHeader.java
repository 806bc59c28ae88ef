package dev.fcgi.core;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The eight bytes in front of every record (section 3.3).
 *
 * @param version the protocol version, 1 in FastCGI 1.0, 0 to 255
 * @param typeCode the record type's number, 0 to 255; see {@link #type()}
 * @param requestId 1 to 65535, or 0 for a management record
 * @param contentLength bytes of content that follow, 0 to 65535
 * @param paddingLength bytes of padding behind the content, 0 to 255
 */
public record RecordHeader(int version, int typeCode, int requestId, int contentLength, int paddingLength) {
    /** FCGI_HEADER_LEN: the number of bytes in a record header. */
    public static final int LENGTH = 8;

    /** FCGI_VERSION_1: the only version there is. */
    public static final int VERSION_1 = 1;

    /** The most content one record can carry, in bytes. */
    public static final int MAX_CONTENT_LENGTH = 65535;

    /** FCGI_NULL_REQUEST_ID: the request ID of management records. */
    public static final int NULL_REQUEST_ID = 0;

    /** {@return the record type, or {@code null} when FastCGI 1.0 does not know the number} */
    public @Nullable RecordType type() {
        return RecordType.ofCode(typeCode);
    }

    /**
     * Reads a header.
     *
     * @param in a buffer with at least {@link #LENGTH} bytes remaining; they are consumed
     * @return the header, whatever its version and type; the reserved byte is ignored
     */
    public static RecordHeader read(ByteBuffer in) {
        int version = in.get() & 0xFF;
        int typeCode = in.get() & 0xFF;
        int requestId = in.getShort() & 0xFFFF;
        int contentLength = in.getShort() & 0xFFFF;
        int paddingLength = in.get() & 0xFF;
        in.get();
        return new RecordHeader(version, typeCode, requestId, contentLength, paddingLength);
    }
}
