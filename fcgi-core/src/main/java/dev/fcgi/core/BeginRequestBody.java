package dev.fcgi.core;

import java.nio.ByteBuffer;

/**
 * The content of an FCGI_BEGIN_REQUEST record (section 5.1).
 *
 * @param roleCode the number of the {@link Role}, 0 to 65535
 * @param keepConnection FCGI_KEEP_CONN: whether the connection outlives the request
 */
record BeginRequestBody(int roleCode, boolean keepConnection) {
    static final int LENGTH = 8;
    static final int FLAG_KEEP_CONN = 1;

    static BeginRequestBody read(ByteBuffer in) {
        int roleCode = in.getShort() & 0xFFFF;
        boolean keepConnection = (in.get() & FLAG_KEEP_CONN) != 0;
        in.position(in.position() + 5);
        return new BeginRequestBody(roleCode, keepConnection);
    }
}
