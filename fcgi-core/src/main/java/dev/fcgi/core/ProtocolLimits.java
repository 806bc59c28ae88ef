package dev.fcgi.core;

/**
 * Bounds on what one connection may make this side keep. All are checked before memory is reserved.
 *
 * @param maxParamsBytes most bytes in the FCGI_PARAMS stream of one request, names and values with their length
 *     prefixes; a request over it is refused. The default, 256 KiB, is four times what nginx can send in its one
 *     PARAMS record
 * @param maxParams most name-value pairs in one request; a request over it is refused. The default, 1000, is ten times
 *     what front ends send with long header lists
 * @param maxNameBytes most bytes in the name of one pair; a request over it is refused. The default is 1 KiB
 * @param maxValueBytes most bytes in the value of one pair; a request over it is refused. The default, 128 KiB, leaves
 *     room for certificate chains and long queries
 * @param maxRequestsPerConnection most requests open at once on one connection when it is multiplexed; one beyond it is
 *     refused, as {@link Overload} says. The default, 100, is what web servers allow a client of HTTP/2
 * @param maxManagementBytes most bytes in the content of one FCGI_GET_VALUES record, and most bytes of unsent replies
 *     to management records; a connection over either is closed. The default is 8 KiB
 */
public record ProtocolLimits(
        int maxParamsBytes,
        int maxParams,
        int maxNameBytes,
        int maxValueBytes,
        int maxRequestsPerConnection,
        int maxManagementBytes) {
    /** The limits used when nothing is configured. */
    public static final ProtocolLimits DEFAULT = new ProtocolLimits(256 * 1024, 1000, 1024, 128 * 1024, 100, 8 * 1024);

    /** Checks that every limit is positive. */
    public ProtocolLimits {
        requirePositive("maxParamsBytes", maxParamsBytes);
        requirePositive("maxParams", maxParams);
        requirePositive("maxNameBytes", maxNameBytes);
        requirePositive("maxValueBytes", maxValueBytes);
        requirePositive("maxRequestsPerConnection", maxRequestsPerConnection);
        requirePositive("maxManagementBytes", maxManagementBytes);
    }

    private static void requirePositive(String name, int value) {
        if (value <= 0) {
            throw new IllegalArgumentException(name + " is " + value + ": it must be at least 1");
        }
    }
}
