package dev.fcgi.fuzz;

import dev.fcgi.core.ProtocolException.Reason;
import dev.fcgi.core.ProtocolLimits;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the web server's side has to make of a wire, written from the specification for the whole wire at once. */
final class ReferenceWebServerSide {
    private static final int END_REQUEST = 3;
    private static final int STDOUT = 6;
    private static final int STDERR = 7;
    private static final int GET_VALUES_RESULT = 10;
    private static final int UNKNOWN_TYPE = 11;

    private final byte[] wire;
    private final ProtocolLimits limits;
    private final Trace trace = new Trace();

    private ReferenceWebServerSide(FuzzInput input) {
        wire = input.wire();
        limits = input.script().limits();
    }

    /** {@return what a web server has to see} */
    static List<String> trace(FuzzInput input) {
        ReferenceWebServerSide side = new ReferenceWebServerSide(input);
        for (WireRecord record : WireRecord.read(side.wire)) {
            Reason fault = record.version() == 1 ? side.onRecord(record) : Reason.UNKNOWN_VERSION;
            if (fault != null) {
                side.trace.add("lost " + fault);
                break;
            }
        }
        return side.trace.lines();
    }

    private @Nullable Reason onRecord(WireRecord record) {
        switch (record.type()) {
            case STDOUT, STDERR -> onOutput(record);
            case END_REQUEST, UNKNOWN_TYPE -> {
                if (record.contentLength() != 8) {
                    return Reason.BAD_CONTENT_LENGTH;
                }
                if (record.contentEnd() <= wire.length) {
                    onBody(record, ByteBuffer.wrap(wire, record.contentStart(), 8));
                }
            }
            case GET_VALUES_RESULT -> {
                return onValues(record);
            }
            default -> {
                return Reason.UNEXPECTED_RECORD;
            }
        }
        return null;
    }

    private void onOutput(WireRecord record) {
        String stream = (record.type() == STDOUT ? "STDOUT " : "STDERR ") + record.requestId();
        if (record.contentLength() == 0) {
            trace.add("end of " + stream);
        } else {
            trace.add(stream, ByteBuffer.wrap(content(record)));
        }
    }

    private void onBody(WireRecord record, ByteBuffer body) {
        if (record.type() == END_REQUEST) {
            trace.add("end request " + record.requestId() + " " + body.getInt() + " " + (body.get() & 0xFF));
        } else {
            trace.add("unknown type " + (body.get() & 0xFF));
        }
    }

    private @Nullable Reason onValues(WireRecord record) {
        byte[] content = content(record);
        if (content.length > limits.maxManagementBytes()) {
            return Reason.TOO_MANY_MANAGEMENT_BYTES;
        }
        if (content.length < record.contentLength()) {
            return null;
        }
        ReferencePairs values = new ReferencePairs(content, limits);
        if (values.fault() == null) {
            trace.add("values " + values.pairs());
        }
        return values.fault();
    }

    private byte[] content(WireRecord record) {
        return Arrays.copyOfRange(wire, record.contentStart(), Math.min(record.contentEnd(), wire.length));
    }
}
