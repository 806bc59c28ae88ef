package dev.fcgi.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.fcgi.core.ProtocolException.Reason;
import dev.fcgi.core.ProtocolLimits;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A stream of name-value pairs, read as section 3.4 of the specification describes it. */
final class ReferencePairs {
    private final byte[] stream;
    private final List<Pair> pairs = new ArrayList<>();
    private @Nullable Reason fault;
    private int at;
    private int longestName;
    private int longestValue;

    ReferencePairs(byte[] stream, ProtocolLimits limits) {
        this.stream = stream;
        while (fault == null && at < stream.length) {
            fault = readPair(limits);
        }
    }

    /** {@return what makes the stream unusable, or {@code null}} */
    @Nullable
    Reason fault() {
        return fault;
    }

    /** {@return the pairs that have a name} */
    List<Pair> pairs() {
        return pairs;
    }

    int longestName() {
        return longestName;
    }

    int longestValue() {
        return longestValue;
    }

    private @Nullable Reason readPair(ProtocolLimits limits) {
        long nameLength = readLength();
        long valueLength = readLength();
        if (nameLength < 0 || valueLength < 0) {
            return Reason.TRUNCATED_PAIR;
        }
        if (nameLength > limits.maxNameBytes()) {
            return Reason.NAME_TOO_LONG;
        }
        if (valueLength > limits.maxValueBytes()) {
            return Reason.VALUE_TOO_LONG;
        }
        if (at + nameLength + valueLength > stream.length) {
            return Reason.TRUNCATED_PAIR;
        }
        String name = readText((int) nameLength);
        String value = readText((int) valueLength);
        longestName = Math.max(longestName, name.length());
        longestValue = Math.max(longestValue, value.length());
        if (name.isEmpty()) {
            return null;
        }
        if (pairs.size() == limits.maxParams()) {
            return Reason.TOO_MANY_PARAMS;
        }
        pairs.add(new Pair(name, value));
        return null;
    }

    /** One byte, or four when the top bit of the first is set; -1 when the stream ends before. */
    private long readLength() {
        if (at >= stream.length) {
            return -1;
        }
        if (stream[at] >= 0) {
            return stream[at++];
        }
        if (at + 4 > stream.length) {
            at = stream.length;
            return -1;
        }
        long length = 0;
        for (int i = 0; i < 4; i++) {
            length = length * 256 + (stream[at++] & 0xFF);
        }
        return length - 0x8000_0000L;
    }

    private String readText(int length) {
        String text = new String(stream, at, length, ISO_8859_1);
        at += length;
        return text;
    }
}
