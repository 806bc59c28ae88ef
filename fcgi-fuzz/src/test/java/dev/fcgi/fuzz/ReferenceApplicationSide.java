package dev.fcgi.fuzz;

import dev.fcgi.core.NameValuePairs;
import dev.fcgi.core.Overload;
import dev.fcgi.core.ProtocolException.Reason;
import dev.fcgi.core.ProtocolLimits;
import dev.fcgi.fuzz.ReferenceRequest.Awaits;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What the application's side of a connection has to make of a wire, written from the specification with its numbers
 * and for the whole wire at once, so that it shares neither code nor way of working with {@code FcgiEngine}.
 */
final class ReferenceApplicationSide implements Application.Connection {
    private static final int BEGIN_REQUEST = 1;
    private static final int ABORT_REQUEST = 2;
    private static final int PARAMS = 4;
    private static final int STDIN = 5;
    private static final int DATA = 8;
    private static final int GET_VALUES = 9;
    private static final int GET_VALUES_RESULT = 10;
    private static final int UNKNOWN_TYPE = 11;

    private static final int REQUEST_COMPLETE = 0;
    private static final int CANT_MPX_CONN = 1;
    private static final int OVERLOADED = 2;
    private static final int UNKNOWN_ROLE = 3;

    private final byte[] wire;
    private final Script script;
    private final ProtocolLimits limits;
    private final Function<NameValuePairs, String> note;
    private final Application application;
    private final ReferenceWalk walk;
    private final Map<Integer, ReferenceRequest> open = new LinkedHashMap<>();
    private final ReferenceReplies replies;
    private int places;
    private boolean closing;
    private boolean deaf;

    private ReferenceApplicationSide(FuzzInput input, Function<NameValuePairs, String> note) {
        this.note = note;
        wire = input.wire();
        script = input.script();
        limits = script.limits();
        application = new Application(script, this);
        walk = new ReferenceWalk(input, application);
        replies = new ReferenceReplies(script);
    }

    /** {@return what the application has to see} */
    static List<String> trace(FuzzInput input, Function<NameValuePairs, String> note) {
        ReferenceApplicationSide side = new ReferenceApplicationSide(input, note);
        side.walk.walk(record -> {
            if (!side.deaf) {
                side.onRecord(record);
            }
        });
        return side.application.trace();
    }

    private void onRecord(WireRecord record) {
        ReferenceRequest request = open.get(record.requestId());
        if (record.version() != 1) {
            onFault(Reason.UNKNOWN_VERSION);
        } else if (record.requestId() == 0) {
            onManagementRecord(record);
        } else if (record.type() == BEGIN_REQUEST) {
            onBeginRequest(record);
        } else if (request != null && record.type() >= ABORT_REQUEST && record.type() <= UNKNOWN_TYPE) {
            onRecordOf(request, record);
        }
    }

    private void onManagementRecord(WireRecord record) {
        if (record.type() == GET_VALUES) {
            onGetValues(record);
        } else if (record.type() >= BEGIN_REQUEST && record.type() <= DATA) {
            onFault(Reason.NULL_REQUEST_ID);
        } else if (record.type() != GET_VALUES_RESULT && record.type() != UNKNOWN_TYPE) {
            owe(replies.unknownType(record.type()));
        }
    }

    private void onGetValues(WireRecord record) {
        if (record.contentLength() == 0) {
            owe(replies.values(List.of()));
            return;
        }
        walk.read(record, (from, to) -> {
            int most = Math.min(limits.maxManagementBytes(), roomForPairs());
            if (to - record.contentStart() > most) {
                onFault(Reason.TOO_MANY_MANAGEMENT_BYTES);
                return false;
            }
            if (to == record.contentEnd()) {
                onQuestion(new ReferencePairs(content(record), limits));
            }
            return true;
        });
    }

    private void onQuestion(ReferencePairs question) {
        Reason fault = question.fault();
        if (fault == null) {
            owe(replies.values(question.pairs()));
        } else {
            onFault(fault);
        }
    }

    private void onBeginRequest(WireRecord record) {
        if (open.containsKey(record.requestId())) {
            onFault(Reason.DUPLICATE_REQUEST_ID);
        } else if (record.contentLength() != 8) {
            onFault(Reason.BAD_CONTENT_LENGTH);
        } else {
            walk.read(record, (from, to) -> {
                if (to == record.contentEnd()) {
                    begin(record.requestId(), content(record));
                }
                return true;
            });
        }
    }

    private void begin(int requestId, byte[] body) {
        boolean keepConnection = (body[2] & 1) != 0;
        int most = limits.maxRequestsPerConnection();
        if (body[0] != 0 || body[1] != 1) {
            refuse(requestId, UNKNOWN_ROLE, keepConnection);
        } else if (!open.isEmpty() && !script.multiplexing()) {
            refuse(requestId, CANT_MPX_CONN, keepConnection);
        } else if (!closing && open.size() < most && places < script.maxRequests()) {
            open.put(requestId, new ReferenceRequest(requestId, keepConnection, false));
            places++;
        } else if (script.overload() == Overload.STATUS && open.size() < 2 * most) {
            open.put(requestId, new ReferenceRequest(requestId, keepConnection, true));
        } else {
            refuse(requestId, OVERLOADED, keepConnection);
        }
    }

    private void refuse(int requestId, int protocolStatus, boolean keepConnection) {
        owe(replies.endRequest(requestId, protocolStatus));
        closing |= !deaf && !keepConnection;
    }

    private void onRecordOf(ReferenceRequest request, WireRecord record) {
        if (record.type() == ABORT_REQUEST) {
            onAbort(request);
        } else if (request.awaits == Awaits.PARAMS && record.type() == PARAMS) {
            onParams(record, request);
        } else if (request.awaits == Awaits.STDIN && record.type() == STDIN) {
            onStdin(record, request);
        } else if (request.awaits == Awaits.PARAMS || !request.ignores(record)) {
            onMisplacedRecord(request);
        }
    }

    private void onAbort(ReferenceRequest request) {
        if (request.awaits == Awaits.PARAMS) {
            endRequest(request.id);
            owe(replies.endRequest(request.id, REQUEST_COMPLETE));
        } else if (request.awaits != Awaits.AFTER_ABORT) {
            request.awaits = Awaits.AFTER_ABORT;
            application.onAbort(request.id);
        }
    }

    private void onParams(WireRecord record, ReferenceRequest request) {
        if (record.contentLength() == 0) {
            onParamsEnded(request, new ReferencePairs(request.params.toByteArray(), limits));
        } else if (!request.refused) {
            walk.read(record, (from, to) -> request.awaits == Awaits.PARAMS && takeParams(request, from, to));
        }
    }

    private boolean takeParams(ReferenceRequest request, int from, int to) {
        int allowed = limits.maxParamsBytes() - request.params.size();
        int room = roomForPairs();
        if (to - from > Math.min(allowed, room)) {
            onRequestFault(request, room < allowed ? Reason.OVERLOADED : Reason.TOO_MANY_PARAMS_BYTES);
            return false;
        }
        request.params.write(wire, from, to - from);
        return true;
    }

    private int roomForPairs() {
        return script.maxIncompleteBytes()
                - open.values().stream()
                        .filter(request -> request.awaits == Awaits.PARAMS)
                        .mapToInt(request -> request.params.size())
                        .sum();
    }

    private void onParamsEnded(ReferenceRequest request, ReferencePairs params) {
        Reason fault = request.refused ? Reason.OVERLOADED : params.fault();
        if (fault != null) {
            onRequestFault(request, fault);
            return;
        }
        request.awaits = Awaits.STDIN;
        request.announced = true;
        application.onRequest(
                request.id, request.keepConnection, params.pairs(), note.apply(Pair.toNameValuePairs(params.pairs())));
    }

    private void onStdin(WireRecord record, ReferenceRequest request) {
        if (record.contentLength() == 0) {
            request.awaits = Awaits.NOTHING;
            application.onStdinEnded(request.id);
            return;
        }
        walk.read(record, (from, to) -> {
            boolean wanted = open.get(request.id) == request;
            if (wanted) {
                application.onStdin(request.id, ByteBuffer.wrap(wire, from, to - from));
            }
            return wanted;
        });
    }

    /** Checklist P-16: what comes behind the input of a request must not disturb its answer if it is the last one. */
    private void onMisplacedRecord(ReferenceRequest request) {
        if (request.isLast()) {
            deaf = isAnswerAllThatIsLeft();
        } else {
            onRequestFault(request, Reason.UNEXPECTED_RECORD);
        }
    }

    private void onRequestFault(ReferenceRequest request, Reason reason) {
        request.awaits = Awaits.AFTER_FAULT;
        application.onRequestFailed(request.id, reason);
    }

    private void onFault(Reason reason) {
        deaf = true;
        if (!isAnswerAllThatIsLeft()) {
            application.onConnectionLost(reason);
        }
    }

    private boolean isAnswerAllThatIsLeft() {
        return open.isEmpty() ? closing : open.values().stream().allMatch(ReferenceRequest::isLast);
    }

    private void owe(boolean withinLimit) {
        if (!withinLimit) {
            onFault(Reason.TOO_MANY_MANAGEMENT_BYTES);
        }
    }

    private byte[] content(WireRecord record) {
        return Arrays.copyOfRange(wire, record.contentStart(), record.contentEnd());
    }

    @Override
    public void endRequest(int requestId) {
        ReferenceRequest request = open.remove(requestId);
        if (request != null) {
            closing |= !request.keepConnection;
            places -= request.announced || request.refused ? 0 : 1;
        }
    }

    @Override
    public void onApplicationFinished() {
        places--;
    }

    @Override
    public void failOldestIncomplete() {
        @Nullable
        ReferenceRequest oldest = open.values().stream()
                .filter(request -> request.awaits == Awaits.PARAMS)
                .findFirst()
                .orElse(null);
        if (oldest != null) {
            onRequestFault(oldest, Reason.PARAMS_TIMEOUT);
        }
    }

    @Override
    public void refuseRequests() {
        closing = true;
    }

    @Override
    public byte[] takeReplies() {
        return replies.take();
    }

    @Override
    public int openRequests() {
        return open.size();
    }

    @Override
    public boolean isFinished() {
        return closing && open.isEmpty();
    }

    @Override
    public int places() {
        return places;
    }

    @Override
    public void close() {
        List.copyOf(open.keySet()).forEach(this::endRequest);
    }
}
