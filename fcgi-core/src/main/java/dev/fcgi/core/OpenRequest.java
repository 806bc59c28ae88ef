package dev.fcgi.core;

import dev.fcgi.core.ProtocolException.Reason;
import org.jspecify.annotations.Nullable;

/** A request between BEGIN_REQUEST and END_REQUEST. */
final class OpenRequest {
    final int requestId;
    final Role role;
    final boolean keepConnection;
    /** With which record of the connection it began. */
    final long begunAt;
    /** Why it will not be run, if so: its parameters are skipped then. */
    final @Nullable Reason refusal;

    RequestState state = RequestState.PARAMS;
    /** Whether its parameters have neither ended nor become useless. */
    boolean incomplete = true;
    /** Whether it has a place in the {@link Capacity} that is not its application's yet. */
    boolean holdsPlace;

    /** Whether the caller has it. */
    boolean delivered;

    final NameValueDecoder params;

    OpenRequest(
            int requestId,
            BeginRequestBody body,
            Role role,
            long begunAt,
            @Nullable Reason refusal,
            NameValueDecoder params) {
        this.requestId = requestId;
        this.role = role;
        this.keepConnection = body.keepConnection();
        this.begunAt = begunAt;
        this.refusal = refusal;
        this.holdsPlace = refusal == null;
        this.params = params;
    }

    /**
     * Whether all that can still happen to it is that it is answered and the connection closed, so that nothing the web
     * server sends may disturb it.
     */
    boolean isAnswerAllThatIsLeft() {
        return !keepConnection && state == RequestState.COMPLETE;
    }
}
