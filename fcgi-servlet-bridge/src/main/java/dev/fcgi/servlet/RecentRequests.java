package dev.fcgi.servlet;

import dev.fcgi.core.NameValuePairs;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Maps requests, and remembers the latest: what was made of one serves all whose variables are the same, byte by byte
 * (P-7), and its names alone those that have the same names. What comes out is always equal to what
 * {@link CgiRequestMapper#map} makes of the variables. Thread safe, and never waits.
 *
 * @param <T> what is made of a request's facts; immutable, for many requests get the same
 */
public final class RecentRequests<T> {
    /** Requests are remembered by a hash of their variables, the latest of each. */
    private static final int SLOTS = 512;

    /** Larger requests are rare and not remembered, so that all together take a few megabytes at most. */
    private static final int MAX_BYTES = 4096;

    private record Recent<T>(NameValuePairs params, T made) {}

    private final TrustPolicy policy;
    private final Function<CgiRequest, T> making;
    private final AtomicReferenceArray<@Nullable Recent<T>> slots = new AtomicReferenceArray<>(SLOTS);
    private volatile @Nullable NameSequence names;

    /**
     * Makes an empty memory.
     *
     * @param policy which variables are believed
     * @param making makes something immutable of a request's facts, and nothing else
     */
    public RecentRequests(TrustPolicy policy, Function<CgiRequest, T> making) {
        this.policy = policy;
        this.making = making;
    }

    /**
     * Maps a request.
     *
     * @param params its variables
     * @return what is made of its facts
     * @throws CgiException when there is no valid HTTP request in the variables; such are not remembered
     */
    public T map(NameValuePairs params) throws CgiException {
        int slot = Math.floorMod(params.hashCode(), SLOTS);
        Recent<T> recent = slots.get(slot);
        if (recent != null && recent.params.equals(params)) {
            return recent.made;
        }
        CgiRequestMapper.requireSecret(params, policy);
        MetaVariables variables = MetaVariables.of(params, policy, names);
        T made = making.apply(CgiRequestMapper.map(params, variables, policy));
        if (params.heldBytes() <= MAX_BYTES) {
            slots.set(slot, new Recent<>(params, made));
            if (names != variables.names()) {
                names = variables.names();
            }
        }
        return made;
    }
}
