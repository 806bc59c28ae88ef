package dev.fcgi.core;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Remembers the latest streams of name-value pairs of all connections: what has the same bytes is the same pairs, and is
 * neither copied nor decoded again. Thread safe, and never waits.
 */
public final class RecentPairs {
    /** Streams are remembered by a hash of their bytes, the latest of each. */
    private static final int SLOTS = 512;

    /** Larger ones are rare and not remembered, so that the bytes of all together take two megabytes at most. */
    private static final int MAX_BYTES = 4096;

    private record Recent(ByteBuffer content, NameValuePairs pairs) {}

    private final AtomicReferenceArray<@Nullable Recent> slots = new AtomicReferenceArray<>(SLOTS);

    /** Makes an empty memory, for engines that have the same limits. */
    public RecentPairs() {}

    /** {@return the pairs that these bytes are, or {@code null} when it does not remember them} */
    @Nullable
    NameValuePairs find(ByteBuffer content) {
        if (content.remaining() > MAX_BYTES) {
            return null;
        }
        Recent recent = slots.get(slot(content));
        return recent != null && recent.content.equals(content) ? recent.pairs : null;
    }

    /**
     * Remembers pairs.
     *
     * @param content their bytes, which do not change any more
     */
    void add(ByteBuffer content, NameValuePairs pairs) {
        if (content.capacity() <= MAX_BYTES) {
            slots.set(slot(content), new Recent(content, pairs));
        }
    }

    private static int slot(ByteBuffer content) {
        long hash = content.remaining();
        int i = content.position();
        for (; i <= content.limit() - Long.BYTES; i += Long.BYTES) {
            hash = 31 * hash + content.getLong(i);
        }
        for (; i < content.limit(); i++) {
            hash = 31 * hash + content.get(i);
        }
        return Math.floorMod(Long.hashCode(hash * 0x9E3779B97F4A7C15L), SLOTS);
    }
}
