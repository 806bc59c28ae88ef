package dev.fcgi.jetty;

import dev.fcgi.core.ApplicationValues;
import dev.fcgi.core.Capacity;
import dev.fcgi.core.ProtocolLimits;

/**
 * Bounds on what web servers may make this side keep, and for how long. Made once, when the factory starts.
 *
 * @param protocol the bounds on one connection that need neither a clock nor a second connection
 * @param maxConnections most connections accepted at once (FCGI_MAX_CONNS); further ones wait in the system's queue. The
 *     default is 10,000
 * @param maxRequests most requests that are open or still run, over all connections (FCGI_MAX_REQS); one more is refused
 *     with 503. The default, 10,000, leaves room for a server whose threads are all busy and for event streams
 * @param maxIncompleteBytes most bytes of parameters and questions whose streams have not ended, over all connections; a
 *     request beyond it is refused with 503. The default, 16 MiB, is many thousand requests of the usual 1 to 2 KiB
 * @param bodyWindowBytes bytes of one body that are held until the application reads them; when it is full, the
 *     connection is not read. The default is 64 KiB
 * @param maxUnreadBytes most bytes of a body that are read and dropped because the application did not read them; a
 *     connection with more is closed after the response. The default is 64 MiB
 * @param firstByteMillis milliseconds a new connection may be silent before it is closed. The default is 10 seconds: web
 *     servers connect when they have a request
 * @param paramsMillis milliseconds the parameters of a request, or what comes between requests, may take once they have
 *     begun; a request beyond it is answered 408, half a record closes the connection. The default is 30 seconds
 * @param stallMillis milliseconds a full window may keep a multiplexed connection from being read; then its request is
 *     answered 503, or its body is dropped when the response has begun. The default is 30 seconds
 * @param abortMillis milliseconds an application may take to return from an aborted request before END_REQUEST is sent
 *     without it. The default is 30 seconds
 * @param drainMillis milliseconds a connection that ends is still read, so that nothing written is lost, and the
 *     neighbours of a cut response have to end; 0 closes at once. The default is 5 seconds
 */
record FcgiLimits(
        ProtocolLimits protocol,
        int maxConnections,
        int maxRequests,
        long maxIncompleteBytes,
        int bodyWindowBytes,
        long maxUnreadBytes,
        long firstByteMillis,
        long paramsMillis,
        long stallMillis,
        long abortMillis,
        long drainMillis) {
    static final FcgiLimits DEFAULT = new FcgiLimits(
            ProtocolLimits.DEFAULT,
            10_000,
            10_000,
            16L * 1024 * 1024,
            64 * 1024,
            64L * 1024 * 1024,
            10_000,
            30_000,
            30_000,
            30_000,
            5_000);

    FcgiLimits {
        requireAtLeast(1, "maxConnections", maxConnections);
        requireAtLeast(1, "maxRequests", maxRequests);
        requireAtLeast(1, "maxIncompleteBytes", maxIncompleteBytes);
        requireAtLeast(1, "bodyWindowBytes", bodyWindowBytes);
        requireAtLeast(0, "maxUnreadBytes", maxUnreadBytes);
        requireAtLeast(1, "firstByteMillis", firstByteMillis);
        requireAtLeast(1, "paramsMillis", paramsMillis);
        requireAtLeast(1, "stallMillis", stallMillis);
        requireAtLeast(1, "abortMillis", abortMillis);
        requireAtLeast(0, "drainMillis", drainMillis);
    }

    private static void requireAtLeast(int least, String name, long value) {
        if (value < least) {
            throw new IllegalArgumentException(name + " is " + value + ": it must be at least " + least);
        }
    }

    Capacity newCapacity() {
        return new Capacity(maxRequests, maxIncompleteBytes);
    }

    /**
     * What FCGI_GET_VALUES is answered with. A web server that multiplexes may apply FCGI_MAX_REQS to the connection it
     * asks on (HAProxy 2.6 does): it is told what it may open there.
     */
    ApplicationValues applicationValues(boolean multiplexing) {
        int perConnection = multiplexing ? protocol.maxRequestsPerConnection() : maxConnections;
        return new ApplicationValues(maxConnections, Math.min(maxRequests, perConnection), multiplexing);
    }
}
