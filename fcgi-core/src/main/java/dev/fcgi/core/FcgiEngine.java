package dev.fcgi.core;

import dev.fcgi.core.ProtocolException.Reason;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The application's side of one connection: bytes in, events out, and the replies that the protocol owes collected for
 * sending.
 *
 * <pre>
 * while (!((event = engine.next(in)) instanceof NeedInput)) { ... }
 * send(engine.takeReplies());
 * </pre>
 *
 * <p>Any division of the same bytes into inputs gives the same requests and bodies. Used by one thread at a time.
 */
public final class FcgiEngine {
    /** What is done with the content of the current record. */
    private enum Sink {
        SKIP,
        BEGIN_REQUEST,
        GET_VALUES,
        PARAMS,
        STDIN
    }

    /** A request between BEGIN_REQUEST and END_REQUEST. */
    private static final class OpenRequest {
        final int requestId;
        final Role role;
        final boolean keepConnection;
        RequestState state = RequestState.PARAMS;

        @Nullable
        NameValueDecoder params;

        OpenRequest(int requestId, Role role, boolean keepConnection, NameValueDecoder params) {
            this.requestId = requestId;
            this.role = role;
            this.keepConnection = keepConnection;
            this.params = params;
        }
    }

    private final ProtocolLimits limits;
    private final ApplicationValues values;
    private final RecordReader reader = new RecordReader();
    private final Map<Integer, OpenRequest> open = new HashMap<>();
    private final Replies replies;

    private Sink sink = Sink.SKIP;
    /** Whose content the current record carries, when {@link #sink} is PARAMS or STDIN. */
    private @Nullable OpenRequest current;

    private final ByteBuffer beginRequestBody = ByteBuffer.allocate(BeginRequestBody.LENGTH);
    private int beginRequestId;
    private @Nullable NameValueDecoder question;

    private boolean closing;
    private boolean discarding;
    private long ignoredBytes;
    private @Nullable ProtocolException failure;

    /**
     * Makes an engine for a new connection.
     *
     * @param limits the bounds on what the peer may make this side keep
     * @param values what FCGI_GET_VALUES is answered with; its {@code mpxsConns} decides whether a second concurrent
     *     request is taken
     */
    public FcgiEngine(ProtocolLimits limits, ApplicationValues values) {
        this.limits = limits;
        this.values = values;
        this.replies = new Replies(limits.maxManagementBytes());
    }

    /**
     * Reads up to the next event.
     *
     * @param in the input; consumed as far as the event needs, wholly when the event is {@link Event.NeedInput}
     * @return the event
     * @throws ProtocolException when the connection is lost; every later call fails the same way
     */
    public Event next(ByteBuffer in) throws ProtocolException {
        if (failure != null) {
            throw failure;
        }
        try {
            while (!discarding) {
                Event event = sink != Sink.SKIP && reader.hasContent() ? onContent(in) : onHeader(in);
                if (event != null) {
                    return event;
                }
            }
        } catch (ProtocolException x) {
            if (!isAnswerAllThatIsLeft()) {
                failure = x;
                throw x;
            }
            discarding = true;
        }
        ignoredBytes += in.remaining();
        in.position(in.limit());
        return Event.NeedInput.INSTANCE;
    }

    /**
     * Takes the replies owed since the last call: GET_VALUES_RESULT, UNKNOWN_TYPE, and END_REQUEST for requests that
     * were refused or aborted before they could be run.
     *
     * @return whole records, the caller's to keep, or {@code null} when nothing is owed
     */
    public @Nullable ByteBuffer takeReplies() {
        return replies.take();
    }

    /**
     * Makes a request's ID inactive: its END_REQUEST is about to be sent, and whatever else arrives for it is ignored.
     *
     * @param requestId the ID of a request that was announced by {@link Event.Request} or
     *     {@link Event.RequestFailed}; an inactive one is ignored
     */
    public void endRequest(int requestId) {
        OpenRequest request = open.remove(requestId);
        if (request != null) {
            closing |= !request.keepConnection;
            if (request == current && (sink == Sink.PARAMS || sink == Sink.STDIN)) {
                sink = Sink.SKIP;
            }
        }
    }

    /** Takes no further request, as if the open ones had come without FCGI_KEEP_CONN. */
    public void refuseRequests() {
        closing = true;
    }

    /** {@return whether the connection is to be closed now: a request without FCGI_KEEP_CONN has ended, none is open} */
    public boolean isFinished() {
        return closing && open.isEmpty();
    }

    /** {@return the number of requests between BEGIN_REQUEST and END_REQUEST} */
    public int openRequests() {
        return open.size();
    }

    /** {@return the bytes of content that were skipped since the last request began, for a limit on them} */
    public long ignoredBytes() {
        return ignoredBytes;
    }

    private @Nullable Event onHeader(ByteBuffer in) throws ProtocolException {
        RecordHeader header = reader.nextHeader(in);
        if (header == null) {
            return Event.NeedInput.INSTANCE;
        }
        sink = Sink.SKIP;
        RecordType type = header.type();
        if (type == null) {
            if (header.requestId() == RecordHeader.NULL_REQUEST_ID) {
                replies.unknownType(header.typeCode());
            }
            return ignore(header);
        }
        if (header.requestId() == RecordHeader.NULL_REQUEST_ID) {
            return onManagementRecord(header, type);
        }
        OpenRequest request = open.get(header.requestId());
        if (type == RecordType.BEGIN_REQUEST) {
            return onBeginRequest(header, request);
        }
        return request == null ? ignore(header) : onApplicationRecord(header, type, request);
    }

    private @Nullable Event ignore(RecordHeader header) {
        ignoredBytes += header.contentLength();
        return null;
    }

    private @Nullable Event onManagementRecord(RecordHeader header, RecordType type) throws ProtocolException {
        if (!type.isManagement()) {
            throw new ProtocolException(Reason.NULL_REQUEST_ID, type + " with request ID 0");
        }
        if (type != RecordType.GET_VALUES) {
            return ignore(header); // an answer to an answer would never end
        }
        question = new NameValueDecoder(limits.maxManagementBytes());
        sink = Sink.GET_VALUES;
        return header.contentLength() == 0 ? onQuestion(question) : null;
    }

    private @Nullable Event onBeginRequest(RecordHeader header, @Nullable OpenRequest active) throws ProtocolException {
        if (active != null) {
            throw new ProtocolException(
                    Reason.DUPLICATE_REQUEST_ID,
                    "BEGIN_REQUEST for request ID " + active.requestId + ", which is active");
        }
        if (header.contentLength() != BeginRequestBody.LENGTH) {
            throw new ProtocolException(
                    Reason.BAD_CONTENT_LENGTH,
                    "BEGIN_REQUEST with " + header.contentLength() + " bytes, not " + BeginRequestBody.LENGTH);
        }
        beginRequestId = header.requestId();
        beginRequestBody.clear();
        sink = Sink.BEGIN_REQUEST;
        return null;
    }

    private @Nullable Event onApplicationRecord(RecordHeader header, RecordType type, OpenRequest request)
            throws ProtocolException {
        RequestState before = request.state;
        RequestState after = before.after(type, header.contentLength() == 0);
        request.state = after;
        switch (after) {
            case PARAMS -> receive(Sink.PARAMS, request);
            case STDIN -> {
                if (before == RequestState.PARAMS) {
                    return onParamsEnded(request);
                }
                if (type == RecordType.STDIN) {
                    receive(Sink.STDIN, request);
                    return null;
                }
                return ignore(header);
            }
            case COMPLETE -> {
                if (before == RequestState.STDIN) {
                    return new Event.Stdin(
                            request.requestId, ByteBuffer.allocate(0).asReadOnlyBuffer(), true);
                }
                return ignore(header);
            }
            case ABORTED -> {
                return before == RequestState.ABORTED ? ignore(header) : onAbort(request, before);
            }
            case FAILED -> {
                return before == RequestState.FAILED ? ignore(header) : onUnexpected(header, type, request, before);
            }
        }
        return null;
    }

    private void receive(Sink sink, OpenRequest request) {
        this.sink = sink;
        current = request;
    }

    private @Nullable Event onAbort(OpenRequest request, RequestState before) throws ProtocolException {
        if (before != RequestState.PARAMS) {
            return new Event.AbortRequest(request.requestId);
        }
        endRequest(request.requestId);
        replies.endRequest(request.requestId, ProtocolStatus.REQUEST_COMPLETE);
        return null;
    }

    private @Nullable Event onUnexpected(
            RecordHeader header, RecordType type, OpenRequest request, RequestState before) {
        if (before == RequestState.COMPLETE && isAnswerAllThatIsLeft(request, before)) {
            request.state = before;
            discarding = true; // Cherokee 1.2 sends the body once more, with chunk sizes, behind its end
            return null;
        }
        ignore(header);
        return fail(request, Reason.UNEXPECTED_RECORD, type + " in state " + before);
    }

    private Event fail(OpenRequest request, Reason reason, String message) {
        request.state = RequestState.FAILED;
        request.params = null;
        sink = Sink.SKIP;
        return new Event.RequestFailed(request.requestId, reason, message);
    }

    private @Nullable Event onContent(ByteBuffer in) throws ProtocolException {
        ByteBuffer content = reader.content(in);
        if (!content.hasRemaining()) {
            return Event.NeedInput.INSTANCE;
        }
        return switch (sink) {
            case BEGIN_REQUEST -> {
                beginRequestBody.put(content);
                yield reader.hasContent() ? null : onBeginRequestBody();
            }
            case GET_VALUES -> onQuestionContent(content);
            case PARAMS -> onParams(content);
            case STDIN -> new Event.Stdin(requireCurrent().requestId, content, false);
            case SKIP -> throw new AssertionError(sink);
        };
    }

    private @Nullable Event onBeginRequestBody() throws ProtocolException {
        beginRequestBody.flip();
        BeginRequestBody body = BeginRequestBody.read(beginRequestBody);
        Role role = Role.ofCode(body.roleCode());
        ProtocolStatus refusal = null;
        if (role != Role.RESPONDER) {
            refusal = ProtocolStatus.UNKNOWN_ROLE;
        } else if (closing || open.size() >= limits.maxRequests()) {
            refusal = ProtocolStatus.OVERLOADED;
        } else if (!values.mpxsConns() && !open.isEmpty()) {
            refusal = ProtocolStatus.CANT_MPX_CONN;
        }
        if (role == null || refusal != null) {
            replies.endRequest(beginRequestId, refusal == null ? ProtocolStatus.UNKNOWN_ROLE : refusal);
            closing |= !body.keepConnection();
            return null;
        }
        ignoredBytes = 0;
        NameValueDecoder params = new NameValueDecoder(limits.maxParamsBytes());
        open.put(beginRequestId, new OpenRequest(beginRequestId, role, body.keepConnection(), params));
        return null;
    }

    private @Nullable Event onQuestionContent(ByteBuffer content) throws ProtocolException {
        NameValueDecoder decoder = question;
        if (decoder == null || !decoder.append(content)) {
            throw new ProtocolException(
                    Reason.TOO_MANY_MANAGEMENT_BYTES,
                    "GET_VALUES with more than maxManagementBytes=" + limits.maxManagementBytes() + " bytes");
        }
        return reader.hasContent() ? null : onQuestion(decoder);
    }

    private @Nullable Event onQuestion(NameValueDecoder decoder) throws ProtocolException {
        question = null;
        replies.values(decoder.decode(limits), values);
        return null;
    }

    private @Nullable Event onParams(ByteBuffer content) {
        OpenRequest request = requireCurrent();
        NameValueDecoder params = request.params;
        if (params == null || !params.append(content)) {
            return fail(
                    request,
                    Reason.TOO_MANY_PARAMS_BYTES,
                    "more than maxParamsBytes=" + limits.maxParamsBytes() + " bytes of parameters");
        }
        return null;
    }

    private Event onParamsEnded(OpenRequest request) {
        NameValueDecoder params = request.params;
        request.params = null;
        if (params == null) {
            throw new AssertionError("the parameters of request ID " + request.requestId + " ended twice");
        }
        try {
            return new Event.Request(request.requestId, request.role, request.keepConnection, params.decode(limits));
        } catch (ProtocolException x) {
            return fail(request, x.reason(), String.valueOf(x.getMessage()));
        }
    }

    private OpenRequest requireCurrent() {
        OpenRequest request = current;
        if (request == null) {
            throw new AssertionError("content of no request");
        }
        return request;
    }

    /**
     * Whether all that can still happen here is that answers are sent and the connection is closed, so that nothing
     * the web server sends may disturb them: every open request has its whole input and came without FCGI_KEEP_CONN.
     */
    private boolean isAnswerAllThatIsLeft() {
        return open.isEmpty() ? closing : open.values().stream().allMatch(r -> isAnswerAllThatIsLeft(r, r.state));
    }

    private static boolean isAnswerAllThatIsLeft(OpenRequest request, RequestState state) {
        return !request.keepConnection && state == RequestState.COMPLETE;
    }
}
