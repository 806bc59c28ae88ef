package dev.fcgi.jetty;

import dev.fcgi.core.RecordHeader;
import dev.fcgi.core.RecordType;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** The same records as another web server may write them. */
final class Rewritten {
    private Rewritten() {}

    private interface Rewrite {
        void apply(RecordHeader header, byte[] content, Records out);
    }

    /** Each record with so much padding, all of one byte. */
    static Records withPadding(Records records, int length, int fill) {
        byte[] padding = new byte[length];
        Arrays.fill(padding, (byte) fill);
        return rewrite(
                records,
                (header, content, out) -> out.raw(header(header, content.length, length, 0))
                        .raw(content)
                        .raw(padding));
    }

    /** Each record without padding, and with another reserved byte. */
    static Records withReserved(Records records, int reserved) {
        return rewrite(
                records,
                (header, content, out) ->
                        out.raw(header(header, content.length, 0, reserved)).raw(content));
    }

    /** The streams cut into records of so many bytes. */
    static Records inPieces(Records records, int length) {
        return rewrite(records, (header, content, out) -> {
            boolean stream = header.type() == RecordType.PARAMS || header.type() == RecordType.STDIN;
            int most = stream && content.length > 0 ? length : Math.max(1, content.length);
            int from = 0;
            do {
                byte[] piece = Arrays.copyOfRange(content, from, Math.min(content.length, from + most));
                out.record(header.typeCode(), header.requestId(), piece);
                from += most;
            } while (from < content.length);
        });
    }

    private static Records rewrite(Records records, Rewrite rewrite) {
        Records out = new Records();
        ByteBuffer in = ByteBuffer.wrap(records.bytes());
        while (in.hasRemaining()) {
            RecordHeader header = RecordHeader.read(in);
            byte[] content = new byte[header.contentLength()];
            in.get(content).position(in.position() + header.paddingLength());
            rewrite.apply(header, content, out);
        }
        return out;
    }

    private static byte[] header(RecordHeader header, int contentLength, int paddingLength, int reserved) {
        return ByteBuffer.allocate(RecordHeader.LENGTH)
                .put((byte) header.version())
                .put((byte) header.typeCode())
                .putShort((short) header.requestId())
                .putShort((short) contentLength)
                .put((byte) paddingLength)
                .put((byte) reserved)
                .array();
    }
}
