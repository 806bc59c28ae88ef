package dev.fcgi.core;

import dev.fcgi.core.ProtocolException.Reason;
import java.nio.ByteBuffer;

/** What {@link FcgiEngine#next} found in the input. */
public sealed interface Event {
    /** The input ends before the next event. */
    enum NeedInput implements Event {
        /** The only instance. */
        INSTANCE
    }

    /**
     * The parameters of a request have arrived: it can be run. Its body follows as {@link Stdin}.
     *
     * @param requestId 1 to 65535, active until {@link FcgiEngine#endRequest}
     * @param role the part the application is asked to play; always a role the engine was told of
     * @param keepConnection FCGI_KEEP_CONN: whether the connection outlives the request
     * @param params the parameters, the receiver's to keep
     */
    record Request(int requestId, Role role, boolean keepConnection, NameValuePairs params) implements Event {}

    /**
     * A piece of a request's body (section 5.3).
     *
     * @param requestId the request's ID
     * @param content a read-only view of the input buffer, valid until that buffer is written to; empty when
     *     {@code last}
     * @param last whether the stream has ended
     */
    record Stdin(int requestId, ByteBuffer content, boolean last) implements Event {}

    /**
     * The web server wants no more of a request that was announced by {@link Request} (section 5.4). It stays active
     * until {@link FcgiEngine#endRequest}.
     *
     * @param requestId the request's ID
     */
    record AbortRequest(int requestId) implements Event {}

    /**
     * A fault in one request. It stays active, its further records are skipped, and {@link FcgiEngine#endRequest} is
     * called once it has been answered. Comes instead of {@link Request}, or after it.
     *
     * @param requestId the request's ID
     * @param reason what was wrong
     * @param message the same for a log, with the offending value and what was expected
     * @param afterRequest whether {@link Request} came before it
     */
    record RequestFailed(int requestId, Reason reason, String message, boolean afterRequest) implements Event {}
}
