package dev.fcgi.core;

import dev.fcgi.core.ProtocolException.Reason;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Collects the content of a stream of name-value pairs and decodes it at its end (section 3.4).
 *
 * <p>Gathering the bytes first is what makes a pair indifferent to where records cut it: inside a length, a name or a
 * value. Memory grows with bytes that arrived, never with a length that was announced.
 */
final class NameValueDecoder {
    private static final int INITIAL_BYTES = 1024;

    private static final byte[] NONE = new byte[0];

    /** What became of a piece of the stream. */
    enum Appended {
        TAKEN,
        OVER_LIMIT,
        NO_ROOM
    }

    private final int maxBytes;
    private final @Nullable Capacity capacity;
    private byte[] content = NONE;
    private int size;
    private int reserved;

    /**
     * Makes an empty decoder.
     *
     * @param maxBytes most bytes it takes
     * @param capacity where it reserves room for what it takes, until {@link #decode} or {@link #clear}; {@code null}
     *     when nobody else shares it
     */
    NameValueDecoder(int maxBytes, @Nullable Capacity capacity) {
        this.maxBytes = maxBytes;
        this.capacity = capacity;
    }

    /**
     * Takes a piece of the stream.
     *
     * @param piece its bytes, all consumed when they are taken
     * @return whether they were
     */
    Appended append(ByteBuffer piece) {
        int length = Math.min(piece.remaining(), maxBytes - size);
        if (capacity != null) {
            if (!capacity.reserve(length)) { // asked first: a smaller piece may have been within the limit
                return Appended.NO_ROOM;
            }
            reserved += length;
        }
        if (piece.remaining() > length) {
            return Appended.OVER_LIMIT;
        }
        if (content.length - size < length) {
            int doubled = (int) Math.min(maxBytes, 2L * content.length);
            content = Arrays.copyOf(
                    content, Math.max(size + length, Math.max(doubled, Math.min(INITIAL_BYTES, maxBytes))));
        }
        piece.get(content, size, length);
        size += length;
        return Appended.TAKEN;
    }

    /** Forgets what was collected. */
    void clear() {
        content = NONE;
        size = 0;
        if (capacity != null) {
            capacity.release(reserved);
        }
        reserved = 0;
    }

    /**
     * Decodes what was collected. The decoder is empty afterwards.
     *
     * @param limits the bounds for pairs, names and values
     * @return the pairs; those with an empty name, which can mean nothing, are left out
     * @throws ProtocolException when the bytes end inside a pair or a limit is exceeded
     */
    NameValuePairs decode(ProtocolLimits limits) throws ProtocolException {
        ByteBuffer in = ByteBuffer.wrap(content, 0, size);
        byte[] decoded = content;
        clear();
        int[] offsets = new int[96];
        int used = 0;
        while (in.hasRemaining()) {
            int nameLength = length(in);
            int valueLength = length(in);
            if (nameLength > limits.maxNameBytes()) {
                throw tooLong(Reason.NAME_TOO_LONG, "name", nameLength, limits.maxNameBytes());
            }
            if (valueLength > limits.maxValueBytes()) {
                throw tooLong(Reason.VALUE_TOO_LONG, "value", valueLength, limits.maxValueBytes());
            }
            int nameStart = in.position();
            int valueStart = nameStart + nameLength;
            if ((long) nameLength + valueLength > in.remaining()) {
                throw truncated();
            }
            in.position(valueStart + valueLength);
            if (nameLength == 0) {
                continue;
            }
            if (used == 3 * limits.maxParams()) {
                throw new ProtocolException(
                        Reason.TOO_MANY_PARAMS, "more than maxParams=" + limits.maxParams() + " name-value pairs");
            }
            if (used == offsets.length) {
                offsets = Arrays.copyOf(offsets, 2 * used);
            }
            offsets[used++] = nameStart;
            offsets[used++] = valueStart;
            offsets[used++] = valueStart + valueLength;
        }
        return new NameValuePairs(decoded, Arrays.copyOf(offsets, used));
    }

    private static int length(ByteBuffer in) throws ProtocolException {
        if (!in.hasRemaining()) {
            throw truncated();
        }
        int first = in.get(in.position()) & 0xFF;
        if (first < 0x80) {
            return in.get();
        }
        if (in.remaining() < 4) {
            throw truncated();
        }
        return in.getInt() & 0x7FFF_FFFF;
    }

    private static ProtocolException truncated() {
        return new ProtocolException(Reason.TRUNCATED_PAIR, "the stream ends inside a name-value pair");
    }

    private static ProtocolException tooLong(Reason reason, String what, int length, int limit) {
        return new ProtocolException(reason, "a " + what + " of " + length + " bytes, limit " + limit);
    }
}
