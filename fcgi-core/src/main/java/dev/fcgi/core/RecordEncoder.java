package dev.fcgi.core;

import java.nio.ByteBuffer;

/**
 * Writes records into the caller's buffer (section 3.3), padded to a multiple of eight bytes with zeros.
 *
 * <p>Stream content need not be copied: send {@link #header}, the application's own buffer and {@link #padding} in one
 * gathered write.
 */
public final class RecordEncoder {
    /** The most content of a record that needs no padding and is followed by another, in bytes. */
    public static final int MAX_ALIGNED_CONTENT_LENGTH = RecordHeader.MAX_CONTENT_LENGTH & ~7;

    /** The number of bytes {@link #endOfStream} and {@link #abortRequest} write. */
    public static final int EMPTY_RECORD_LENGTH = RecordHeader.LENGTH;

    /** The number of bytes {@link #endRequest}, {@link #beginRequest} and {@link #unknownType} write. */
    public static final int DISCRETE_RECORD_LENGTH = RecordHeader.LENGTH + 8;

    private RecordEncoder() {}

    /**
     * Computes the padding that brings a record to a multiple of eight bytes.
     *
     * @param contentLength bytes of content, 0 to 65535
     * @return 0 to 7
     */
    public static int paddingLength(int contentLength) {
        return -contentLength & 7;
    }

    /**
     * Writes the header of a record with the padding that {@link #paddingLength} gives.
     *
     * @param out where to; must have {@link RecordHeader#LENGTH} bytes remaining
     * @param type the record's type
     * @param requestId the request ID, 0 to 65535
     * @param contentLength bytes of content that the caller sends next, 0 to 65535
     */
    public static void header(ByteBuffer out, RecordType type, int requestId, int contentLength) {
        header(out, type.code(), requestId, contentLength, paddingLength(contentLength));
    }

    private static void header(ByteBuffer out, int typeCode, int requestId, int contentLength, int paddingLength) {
        out.put((byte) RecordHeader.VERSION_1)
                .put((byte) typeCode)
                .putShort((short) requestId)
                .putShort((short) contentLength)
                .put((byte) paddingLength)
                .put((byte) 0);
    }

    /**
     * Writes the padding behind content.
     *
     * @param out where to; must have 7 bytes remaining
     * @param contentLength bytes of content in the record, 0 to 65535
     */
    public static void padding(ByteBuffer out, int contentLength) {
        for (int i = paddingLength(contentLength); i > 0; i--) {
            out.put((byte) 0);
        }
    }

    /**
     * Writes a whole record.
     *
     * @param out where to; must have room for header, content and padding
     * @param type the record's type
     * @param requestId the request ID, 0 to 65535
     * @param content the content, at most 65535 bytes, all consumed
     */
    public static void record(ByteBuffer out, RecordType type, int requestId, ByteBuffer content) {
        int contentLength = content.remaining();
        if (contentLength > RecordHeader.MAX_CONTENT_LENGTH) {
            throw new IllegalArgumentException(contentLength + " bytes do not fit a record");
        }
        header(out, type, requestId, contentLength);
        out.put(content);
        padding(out, contentLength);
    }

    /**
     * Writes the empty record that ends a stream.
     *
     * @param out where to
     * @param type the stream's type
     * @param requestId the request ID, 1 to 65535
     */
    public static void endOfStream(ByteBuffer out, RecordType type, int requestId) {
        header(out, type, requestId, 0);
    }

    /**
     * Writes FCGI_BEGIN_REQUEST (section 5.1).
     *
     * @param out where to
     * @param requestId the request ID, 1 to 65535
     * @param role the role asked of the application
     * @param keepConnection whether the connection outlives the request
     */
    public static void beginRequest(ByteBuffer out, int requestId, Role role, boolean keepConnection) {
        header(out, RecordType.BEGIN_REQUEST, requestId, BeginRequestBody.LENGTH);
        out.putShort((short) role.code())
                .put((byte) (keepConnection ? BeginRequestBody.FLAG_KEEP_CONN : 0))
                .put(new byte[5]);
    }

    /**
     * Writes FCGI_ABORT_REQUEST (section 5.4).
     *
     * @param out where to
     * @param requestId the request ID, 1 to 65535
     */
    public static void abortRequest(ByteBuffer out, int requestId) {
        header(out, RecordType.ABORT_REQUEST, requestId, 0);
    }

    /**
     * Writes FCGI_END_REQUEST (section 5.5).
     *
     * @param out where to
     * @param requestId the request ID, 1 to 65535
     * @param appStatus the application's exit status, unsigned; 0 is a normal end
     * @param protocolStatus how the request ended for the protocol
     */
    public static void endRequest(ByteBuffer out, int requestId, int appStatus, ProtocolStatus protocolStatus) {
        header(out, RecordType.END_REQUEST, requestId, EndRequestBody.LENGTH);
        out.putInt(appStatus).put((byte) protocolStatus.code()).put(new byte[3]);
    }

    /**
     * Writes FCGI_UNKNOWN_TYPE (section 4.2).
     *
     * @param out where to
     * @param typeCode the type number that was not understood, 0 to 255
     */
    public static void unknownType(ByteBuffer out, int typeCode) {
        header(out, RecordType.UNKNOWN_TYPE, RecordHeader.NULL_REQUEST_ID, 8);
        out.put((byte) typeCode).put(new byte[7]);
    }
}
