package dev.fcgi.core;

/**
 * The content of an FCGI_BEGIN_REQUEST record (section 5.1).
 *
 * @param roleCode the number of the {@link Role}, 0 to 65535
 * @param keepConnection FCGI_KEEP_CONN: whether the connection outlives the request
 */
record BeginRequestBody(int roleCode, boolean keepConnection) {
    static final int LENGTH = 8;
    static final int FLAG_KEEP_CONN = 1;

    /** {@return what the eight bytes say, the first one the highest} */
    static BeginRequestBody of(long bytes) {
        return new BeginRequestBody((int) (bytes >>> 48), ((bytes >>> 40) & FLAG_KEEP_CONN) != 0);
    }
}
