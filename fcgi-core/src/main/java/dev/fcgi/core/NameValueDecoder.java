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

    /** What a first guess has room for. */
    private static final int USUAL_PAIRS = 40;

    private static final byte[] NONE = new byte[0];

    /** What became of a piece of the stream. */
    enum Appended {
        TAKEN,
        OVER_LIMIT,
        NO_ROOM
    }

    private final int maxBytes;
    private final @Nullable Capacity capacity;
    /** The first piece, as long as it is the only one and still in the input. */
    private @Nullable ByteBuffer view;

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
     * @param in where its bytes are next; they are consumed when they are taken, and stay until {@link #keep} or
     *     {@link #decode}
     * @param pieceLength how many they are
     * @return whether they were
     */
    Appended append(ByteBuffer in, int pieceLength) {
        int length = Math.min(pieceLength, maxBytes - size);
        if (capacity != null) {
            if (!capacity.reserve(length)) { // asked first: a smaller piece may have been within the limit
                return Appended.NO_ROOM;
            }
            reserved += length;
        }
        if (pieceLength > length) {
            return Appended.OVER_LIMIT;
        }
        if (size == 0) {
            view = in.slice(in.position(), length);
            in.position(in.position() + length);
        } else {
            keep();
            if (content.length - size < length) {
                int doubled = (int) Math.min(maxBytes, 2L * content.length);
                content = Arrays.copyOf(content, Math.max(size + length, doubled));
            }
            in.get(content, size, length);
        }
        size += length;
        return Appended.TAKEN;
    }

    /** The input is about to be overwritten. */
    void keep() {
        ByteBuffer piece = view;
        if (piece != null) {
            content = new byte[Math.max(size, Math.min(INITIAL_BYTES, maxBytes))];
            piece.get(content, 0, size);
            view = null;
        }
    }

    /** Forgets what was collected. */
    void clear() {
        view = null;
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
     * @param recent what was decoded under the same limits, or {@code null}
     * @return the pairs; those with an empty name, which can mean nothing, are left out
     * @throws ProtocolException when the bytes end inside a pair or a limit is exceeded
     */
    NameValuePairs decode(ProtocolLimits limits, @Nullable RecentPairs recent) throws ProtocolException {
        NameValuePairs same =
                recent == null ? null : recent.find(view == null ? ByteBuffer.wrap(content, 0, size) : view);
        if (same != null) {
            clear();
            return same;
        }
        keep();
        byte[] decoded = content;
        int end = size;
        clear();
        int[] offsets = new int[3 * USUAL_PAIRS];
        int used = 0;
        int at = 0;
        while (at < end) {
            int nameLength = length(decoded, at, end);
            at += lengthBytes(decoded[at]);
            int valueLength = length(decoded, at, end);
            at += lengthBytes(decoded[at]);
            if (nameLength > limits.maxNameBytes()) {
                throw tooLong(Reason.NAME_TOO_LONG, "name", nameLength, limits.maxNameBytes());
            }
            if (valueLength > limits.maxValueBytes()) {
                throw tooLong(Reason.VALUE_TOO_LONG, "value", valueLength, limits.maxValueBytes());
            }
            if ((long) nameLength + valueLength > end - at) {
                throw truncated();
            }
            int nameStart = at;
            int valueStart = nameStart + nameLength;
            at = valueStart + valueLength;
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
            offsets[used++] = at;
        }
        NameValuePairs pairs = new NameValuePairs(decoded, Arrays.copyOf(offsets, used));
        if (recent != null) {
            recent.add(ByteBuffer.wrap(decoded, 0, end), pairs);
        }
        return pairs;
    }

    private static int lengthBytes(byte first) {
        return first >= 0 ? 1 : 4;
    }

    private static int length(byte[] content, int at, int end) throws ProtocolException {
        if (at >= end || at + lengthBytes(content[at]) > end) {
            throw truncated();
        }
        return content[at] >= 0 ? content[at] : ByteBuffer.wrap(content).getInt(at) & 0x7FFF_FFFF;
    }

    private static ProtocolException truncated() {
        return new ProtocolException(Reason.TRUNCATED_PAIR, "the stream ends inside a name-value pair");
    }

    private static ProtocolException tooLong(Reason reason, String what, int length, int limit) {
        return new ProtocolException(reason, "a " + what + " of " + length + " bytes, limit " + limit);
    }
}
