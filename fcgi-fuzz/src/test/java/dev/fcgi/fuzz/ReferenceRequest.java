package dev.fcgi.fuzz;

import java.io.ByteArrayOutputStream;

/** A request that the reference knows of. */
final class ReferenceRequest {
    private static final int PARAMS = 4;
    private static final int STDIN = 5;
    private static final int DATA = 8;

    enum Awaits {
        PARAMS,
        STDIN,
        NOTHING,
        AFTER_FAULT,
        AFTER_ABORT
    }

    final int id;
    final boolean keepConnection;
    /** For want of room, of which its web server is told when its parameters have ended. */
    final boolean refused;

    final ByteArrayOutputStream params = new ByteArrayOutputStream();
    Awaits awaits = Awaits.PARAMS;
    boolean announced;

    ReferenceRequest(int id, boolean keepConnection, boolean refused) {
        this.id = id;
        this.keepConnection = keepConnection;
        this.refused = refused;
    }

    /** DATA is for other roles; a stream may end twice, as Cherokee's do; who has failed is not listened to. */
    boolean ignores(WireRecord record) {
        boolean ended = record.contentLength() == 0 && (record.type() == PARAMS || record.type() == STDIN);
        return ended || record.type() == DATA || awaits == Awaits.AFTER_FAULT || awaits == Awaits.AFTER_ABORT;
    }

    /** Whether it has all its input and the connection ends with it. */
    boolean isLast() {
        return awaits == Awaits.NOTHING && !keepConnection;
    }
}
