package dev.fcgi.core;

import java.nio.ByteBuffer;

/**
 * The content of an FCGI_END_REQUEST record (section 5.5).
 *
 * @param appStatus the application's exit status, an unsigned 32-bit number held in an {@code int}; 0 is a normal end
 * @param protocolStatusCode the number of the {@link ProtocolStatus}, 0 to 255
 */
public record EndRequestBody(int appStatus, int protocolStatusCode) {
    /** The number of bytes in an FCGI_END_REQUEST body. */
    public static final int LENGTH = 8;

    static EndRequestBody read(ByteBuffer in) {
        int appStatus = in.getInt();
        int protocolStatusCode = in.get() & 0xFF;
        in.position(in.position() + 3);
        return new EndRequestBody(appStatus, protocolStatusCode);
    }
}
