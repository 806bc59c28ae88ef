package dev.fcgi.core;

import dev.fcgi.core.ProtocolException.Reason;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Cuts a stream of bytes into records, wherever the input is cut. Both engines read through it. */
final class RecordReader {
    /** A header of which the input has brought a part only. */
    private @Nullable ByteBuffer partialHeader;

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
        if (!in.hasRemaining()) {
            return null;
        }
        ByteBuffer partial = partialHeader;
        if (partial == null && in.remaining() < RecordHeader.LENGTH) {
            partial = ByteBuffer.allocate(RecordHeader.LENGTH);
            partialHeader = partial;
        }
        if (partial != null) {
            partial.put(slice(in, Math.min(partial.remaining(), in.remaining())));
            if (partial.hasRemaining()) {
                return null;
            }
            partialHeader = null;
            return start(RecordHeader.read(partial.flip()));
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
        return partialHeader == null ? records : records + 1;
    }

    /** {@return whether something of the current record is still to come} */
    boolean isMidRecord() {
        return contentLeft > 0 || paddingLeft > 0 || partialHeader != null;
    }

    /** {@return whether content of the current record is still to come} */
    boolean hasContent() {
        return contentLeft > 0;
    }

    /**
     * Gives over content of the current record.
     *
     * @param in the input
     * @return how many bytes of content are next in it, possibly none; the caller takes them all
     */
    int contentIn(ByteBuffer in) {
        int length = Math.min(contentLeft, in.remaining());
        contentLeft -= length;
        return length;
    }

    /**
     * Takes content of the current record.
     *
     * @param in the input, advanced past what is returned
     * @return a read-only view of as much content as the input holds, possibly none
     */
    ByteBuffer content(ByteBuffer in) {
        return slice(in, contentIn(in));
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
