package dev.fcgi.core;

/**
 * What this application answers to FCGI_GET_VALUES (section 4.1). The numbers must be the true limits.
 *
 * @param maxConns FCGI_MAX_CONNS: most connections accepted at once, at least 1
 * @param maxReqs FCGI_MAX_REQS: most requests accepted at once, at least 1
 * @param mpxsConns FCGI_MPXS_CONNS: whether requests of one connection may be interleaved
 */
public record ApplicationValues(int maxConns, int maxReqs, boolean mpxsConns) {
    /** Checks that both numbers are positive. */
    public ApplicationValues {
        if (maxConns < 1 || maxReqs < 1) {
            throw new IllegalArgumentException(
                    "FCGI_MAX_CONNS " + maxConns + ", FCGI_MAX_REQS " + maxReqs + ": both must be at least 1");
        }
    }
}
