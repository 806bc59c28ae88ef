package dev.fcgi.core;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;

/** Builds the bytes of one end of a connection. */
final class Wire {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    Wire begin(int requestId, boolean keepConnection) {
        return begin(requestId, Role.RESPONDER.code(), keepConnection ? 1 : 0);
    }

    Wire begin(int requestId, int role, int flags) {
        return record(1, requestId, new byte[] {(byte) (role >> 8), (byte) role, (byte) flags, 0, 0, 0, 0, 0}, 0);
    }

    Wire params(int requestId, String... namesAndValues) {
        return record(4, requestId, pairs(namesAndValues), 0).record(4, requestId, new byte[0], 0);
    }

    Wire stdin(int requestId, String content) {
        return record(5, requestId, content.getBytes(ISO_8859_1), 0);
    }

    Wire record(int type, int requestId, byte[] content, int padding) {
        bytes.writeBytes(new byte[] {
            1,
            (byte) type,
            (byte) (requestId >> 8),
            (byte) requestId,
            (byte) (content.length >> 8),
            (byte) content.length,
            (byte) padding,
            (byte) 0xFF
        });
        bytes.writeBytes(content);
        byte[] padded = new byte[padding];
        Arrays.fill(padded, (byte) 1); // looks like headers to a decoder that loses count
        bytes.writeBytes(padded);
        return this;
    }

    Wire raw(byte[] more) {
        bytes.writeBytes(more);
        return this;
    }

    byte[] bytes() {
        return bytes.toByteArray();
    }

    static byte[] pairs(String... namesAndValues) {
        ByteBuffer out = ByteBuffer.allocate(1 << 20);
        for (int i = 0; i < namesAndValues.length; i += 2) {
            NameValueEncoder.put(
                    out, namesAndValues[i].getBytes(ISO_8859_1), namesAndValues[i + 1].getBytes(ISO_8859_1));
        }
        return Arrays.copyOf(out.array(), out.position());
    }

    static byte[] hex(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }
}
