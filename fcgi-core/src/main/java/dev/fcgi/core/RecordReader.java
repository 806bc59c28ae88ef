package dev.fcgi.core;

import dev.fcgi.core.ProtocolException.Reason;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Cuts a stream of bytes into records, wherever the input is cut. Both engines read through it. */
final class RecordReader {
    private final ByteBuffer partialHeader = ByteBuffer.allocate(RecordHeader.LENGTH);
    private int contentLeft;
    private int paddingLeft;
    private long records;

    /**
     * Skips what is left of the current record and reads the next header.
     *
     * @param in the input
     * @return the header, or {@code null} when the input ends before it is complete
     * @throws ProtocolException when the version is not 1
     */
    @Nullable
    RecordHeader nextHeader(ByteBuffer in) throws ProtocolException {
        contentLeft -= skip(in, contentLeft);
        if (contentLeft > 0) {
            return null;
        }
        paddingLeft -= skip(in, paddingLeft);
        if (paddingLeft > 0) {
            return null;
        }
        if (partialHeader.position() > 0 || in.remaining() < RecordHeader.LENGTH) {
            ByteBuffer piece = slice(in, Math.min(partialHeader.remaining(), in.remaining()));
            partialHeader.put(piece);
            if (partialHeader.hasRemaining()) {
                return null;
            }
            partialHeader.flip();
            RecordHeader header = start(RecordHeader.read(partialHeader));
            partialHeader.clear();
            return header;
        }
        return start(RecordHeader.read(in));
    }

    private RecordHeader start(RecordHeader header) throws ProtocolException {
        if (header.version() != RecordHeader.VERSION_1) {
            throw new ProtocolException(
                    Reason.UNKNOWN_VERSION, "a record of FastCGI version " + header.version() + ", not 1");
        }
        records++;
        contentLeft = header.contentLength();
        paddingLeft = header.paddingLength();
        return header;
    }

    /** {@return the records of which something has arrived} */
    long recordsBegun() {
        return partialHeader.position() > 0 ? records + 1 : records;
    }

    /** {@return whether something of the current record is still to come} */
    boolean isMidRecord() {
        return contentLeft > 0 || paddingLeft > 0 || partialHeader.position() > 0;
    }

    /** {@return whether content of the current record is still to come} */
    boolean hasContent() {
        return contentLeft > 0;
    }

    /**
     * Takes content of the current record.
     *
     * @param in the input, advanced past what is returned
     * @return a read-only view of as much content as the input holds, possibly none
     */
    ByteBuffer content(ByteBuffer in) {
        ByteBuffer content = slice(in, Math.min(contentLeft, in.remaining()));
        contentLeft -= content.remaining();
        return content;
    }

    private static ByteBuffer slice(ByteBuffer in, int length) {
        ByteBuffer slice = in.slice(in.position(), length).asReadOnlyBuffer();
        in.position(in.position() + length);
        return slice;
    }

    private static int skip(ByteBuffer in, int length) {
        int skipped = Math.min(length, in.remaining());
        in.position(in.position() + skipped);
        return skipped;
    }
}
