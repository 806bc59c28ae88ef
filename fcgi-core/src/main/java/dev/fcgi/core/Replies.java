package dev.fcgi.core;

import dev.fcgi.core.ProtocolException.Reason;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The records an engine owes the web server, encoded and bounded. */
final class Replies {
    /** FCGI_MAX_CONNS, FCGI_MAX_REQS and FCGI_MPXS_CONNS with their values take less than this. */
    private static final int MAX_VALUES_LENGTH = 128;

    private final int maxBytes;
    private @Nullable ByteBuffer owed;

    Replies(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** {@return what is owed, whole records ready to be read, or {@code null}} */
    @Nullable
    ByteBuffer take() {
        ByteBuffer taken = owed;
        owed = null;
        return taken == null ? null : taken.flip();
    }

    void endRequest(int requestId, ProtocolStatus status) throws ProtocolException {
        RecordEncoder.endRequest(room(RecordEncoder.DISCRETE_RECORD_LENGTH), requestId, 0, status);
    }

    void unknownType(int typeCode) throws ProtocolException {
        RecordEncoder.unknownType(room(RecordEncoder.DISCRETE_RECORD_LENGTH), typeCode);
    }

    /** Answers FCGI_GET_VALUES: each known name that was asked for, once; values in the question are ignored. */
    void values(NameValuePairs question, ApplicationValues values) throws ProtocolException {
        ByteBuffer pairs = ByteBuffer.allocate(MAX_VALUES_LENGTH);
        answer(pairs, question, "FCGI_MAX_CONNS", String.valueOf(values.maxConns()));
        answer(pairs, question, "FCGI_MAX_REQS", String.valueOf(values.maxReqs()));
        answer(pairs, question, "FCGI_MPXS_CONNS", values.mpxsConns() ? "1" : "0");
        pairs.flip();
        ByteBuffer out = room(RecordHeader.LENGTH + pairs.remaining() + RecordEncoder.paddingLength(pairs.remaining()));
        RecordEncoder.record(out, RecordType.GET_VALUES_RESULT, RecordHeader.NULL_REQUEST_ID, pairs);
    }

    private static void answer(ByteBuffer out, NameValuePairs question, String name, String value) {
        for (int i = 0; i < question.size(); i++) {
            if (question.name(i).equals(name)) {
                NameValueEncoder.put(
                        out, name.getBytes(StandardCharsets.US_ASCII), value.getBytes(StandardCharsets.US_ASCII));
                return;
            }
        }
    }

    private ByteBuffer room(int length) throws ProtocolException {
        ByteBuffer buffer = owed == null ? ByteBuffer.allocate(Math.min(maxBytes, 256)) : owed;
        if (buffer.remaining() < length) {
            int needed = buffer.position() + length;
            if (needed > maxBytes) {
                throw new ProtocolException(
                        Reason.TOO_MANY_MANAGEMENT_BYTES,
                        "more than maxManagementBytes=" + maxBytes + " bytes of replies");
            }
            buffer = ByteBuffer.allocate(Math.min(maxBytes, Math.max(needed, 2 * buffer.capacity())))
                    .put(buffer.flip());
        }
        owed = buffer;
        return buffer;
    }
}
