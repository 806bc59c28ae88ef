package dev.fcgi.core;

import dev.fcgi.core.ProtocolException.Reason;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
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

    private static final ByteBuffer NO_CONTENT = ByteBuffer.allocate(0).asReadOnlyBuffer();

    private final ProtocolLimits limits;
    private final ApplicationValues values;
    private final Overload overload;
    private final Capacity capacity;
    private final RecentPairs recentPairs;
    private final RecordReader reader = new RecordReader();
    private final Map<Integer, OpenRequest> open = new HashMap<>(2);
    private final Replies replies;

    private Sink sink = Sink.SKIP;
    /** Whose content the current record carries, when {@link #sink} is PARAMS or STDIN. */
    private @Nullable OpenRequest current;

    private long beginRequestBody;
    private int beginRequestId;
    /** A GET_VALUES record that has begun. */
    private @Nullable NameValueDecoder question;

    /** The open requests whose parameters have not ended. */
    private int incomplete;

    private boolean closing;
    private boolean discarding;
    private long ignoredBytes;
    private @Nullable ProtocolException failure;

    /**
     * Makes an engine for a new connection, which need not decode what others with the same limits have decoded.
     *
     * @param limits the bounds on what the peer may make this side keep
     * @param values what FCGI_GET_VALUES is answered with; its {@code mpxsConns} decides whether a second concurrent
     *     request is taken
     * @param overload how a request is refused for which there is no room
     * @param capacity the room that this connection shares with others
     * @param recentPairs what they share, too
     */
    public FcgiEngine(
            ProtocolLimits limits,
            ApplicationValues values,
            Overload overload,
            Capacity capacity,
            RecentPairs recentPairs) {
        this.limits = limits;
        this.values = values;
        this.overload = overload;
        this.capacity = capacity;
        this.recentPairs = recentPairs;
        this.replies = new Replies(limits.maxManagementBytes());
    }

    /**
     * Reads up to the next event.
     *
     * @param in the input, the same until the event is {@link Event.NeedInput}; consumed as far as the event needs,
     *     wholly when it is that one
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
                if (event == Event.NeedInput.INSTANCE) {
                    keepParams();
                }
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

    /** What is in the input will not be there the next time. */
    private void keepParams() {
        if (incomplete > 0) {
            open.values().forEach(request -> request.params.keep());
        }
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
            leaveParams(request);
            if (request.holdsPlace) {
                capacity.endRequest();
            }
            stopReceiving(request);
        }
    }

    /** Gives back the room in the capacity that no application has: the connection has ended. */
    public void close() {
        List.copyOf(open.keySet()).forEach(this::endRequest);
        if (question != null) {
            question.clear();
        }
        closing = true;
        discarding = true;
    }

    /** Takes no further request, as if the open ones had come without FCGI_KEEP_CONN. */
    public void refuseRequests() {
        closing = true;
    }

    /** {@return whether the connection outlives its open requests} */
    public boolean takesRequests() {
        return !closing;
    }

    /** {@return whether the connection is to be closed now: a request without FCGI_KEEP_CONN has ended, none is open} */
    public boolean isFinished() {
        return closing && open.isEmpty();
    }

    /** {@return the number of requests between BEGIN_REQUEST and END_REQUEST} */
    public int openRequests() {
        return open.size();
    }

    /** {@return the records of which something has arrived, for {@link #incompleteSince}} */
    public long recordsBegun() {
        return reader.recordsBegun();
    }

    /**
     * Tells what this side waits for, so that somebody with a clock can limit the time: the parameters of a request,
     * or, while no request is open, the rest of a record.
     *
     * @return the number of the record with which the oldest such thing began, 1 for the first of the connection, or 0
     *     when there is none
     */
    public long incompleteSince() {
        if (open.isEmpty()) {
            return !discarding && reader.isMidRecord() ? reader.recordsBegun() : 0;
        }
        return incomplete == 0
                ? 0
                : open.values().stream()
                        .filter(request -> request.incomplete)
                        .mapToLong(request -> request.begunAt)
                        .min()
                        .orElse(0);
    }

    /**
     * Fails the requests whose parameters have taken too long, with {@link Reason#PARAMS_TIMEOUT}.
     *
     * @param record the number of a record, see {@link #recordsBegun}; requests that began with a later one have time
     * @return what to answer them
     */
    public List<Event.RequestFailed> failIncomplete(long record) {
        return open.values().stream()
                .filter(request -> request.incomplete && request.begunAt <= record)
                .map(request -> fail(request, Reason.PARAMS_TIMEOUT, "the parameters did not end in time"))
                .toList();
    }

    /** {@return the bytes of records that were skipped since the last request began, for a limit on them} */
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
        ignoredBytes += RecordHeader.LENGTH + header.contentLength() + header.paddingLength();
        return null;
    }

    private @Nullable Event onManagementRecord(RecordHeader header, RecordType type) throws ProtocolException {
        if (!type.isManagement()) {
            throw new ProtocolException(Reason.NULL_REQUEST_ID, type + " with request ID 0");
        }
        if (type != RecordType.GET_VALUES) {
            return ignore(header); // an answer to an answer would never end
        }
        sink = Sink.GET_VALUES;
        question = new NameValueDecoder(limits.maxManagementBytes(), capacity);
        return header.contentLength() == 0 ? onQuestion() : null;
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
        sink = Sink.BEGIN_REQUEST;
        return null;
    }

    private @Nullable Event onApplicationRecord(RecordHeader header, RecordType type, OpenRequest request)
            throws ProtocolException {
        RequestState before = request.state;
        RequestState after = before.after(type, header.contentLength() == 0);
        request.state = after;
        switch (after) {
            case PARAMS -> {
                if (request.refusal != null) {
                    return ignore(header);
                }
                receive(Sink.PARAMS, request);
            }
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
                    return new Event.Stdin(request.requestId, NO_CONTENT, true);
                }
                return ignore(header);
            }
            case ABORTED -> {
                if (before == RequestState.ABORTED) {
                    return ignore(header);
                }
                return onAbort(request, before);
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
        if (before == RequestState.COMPLETE && !request.keepConnection) {
            request.state = before; // Cherokee 1.2 sends the body once more, with chunk sizes, behind its end
            discarding = isAnswerAllThatIsLeft();
            return discarding ? null : ignore(header);
        }
        ignore(header);
        return fail(request, Reason.UNEXPECTED_RECORD, type + " in state " + before);
    }

    private Event.RequestFailed fail(OpenRequest request, Reason reason, String message) {
        leaveParams(request);
        request.state = RequestState.FAILED;
        stopReceiving(request);
        return new Event.RequestFailed(request.requestId, reason, message, request.delivered);
    }

    private @Nullable Event onContent(ByteBuffer in) throws ProtocolException {
        if (!in.hasRemaining()) {
            return Event.NeedInput.INSTANCE;
        }
        return switch (sink) {
            case BEGIN_REQUEST -> {
                for (int left = reader.contentIn(in); left > 0; left--) {
                    beginRequestBody = (beginRequestBody << 8) | (in.get() & 0xFF);
                }
                yield reader.hasContent() ? null : onBeginRequestBody();
            }
            case GET_VALUES -> onQuestionContent(in);
            case PARAMS -> onParams(in);
            case STDIN -> new Event.Stdin(requireCurrent().requestId, reader.content(in), false);
            case SKIP -> throw new AssertionError(sink);
        };
    }

    private @Nullable Event onBeginRequestBody() throws ProtocolException {
        BeginRequestBody body = BeginRequestBody.of(beginRequestBody);
        Role role = Role.ofCode(body.roleCode());
        if (role != Role.RESPONDER) {
            refuse(body, ProtocolStatus.UNKNOWN_ROLE);
        } else if (!values.mpxsConns() && !open.isEmpty()) {
            refuse(body, ProtocolStatus.CANT_MPX_CONN);
        } else if (!closing && open.size() < limits.maxRequestsPerConnection() && capacity.beginRequest()) {
            open(role, body, null);
        } else if (overload == Overload.STATUS && open.size() < 2L * limits.maxRequestsPerConnection()) {
            open(role, body, Reason.OVERLOADED);
        } else {
            refuse(body, ProtocolStatus.OVERLOADED);
        }
        return null;
    }

    private void refuse(BeginRequestBody body, ProtocolStatus status) throws ProtocolException {
        replies.endRequest(beginRequestId, status);
        closing |= !body.keepConnection();
    }

    private void open(Role role, BeginRequestBody body, @Nullable Reason refusal) {
        ignoredBytes = 0;
        incomplete++;
        NameValueDecoder params = new NameValueDecoder(limits.maxParamsBytes(), capacity);
        open.put(beginRequestId, new OpenRequest(beginRequestId, body, role, reader.recordsBegun(), refusal, params));
    }

    private @Nullable Event onQuestionContent(ByteBuffer in) throws ProtocolException {
        NameValueDecoder asked = requireQuestion();
        if (asked.append(in, reader.contentIn(in)) != NameValueDecoder.Appended.TAKEN) {
            throw new ProtocolException(
                    Reason.TOO_MANY_MANAGEMENT_BYTES,
                    "GET_VALUES with more than maxManagementBytes=" + limits.maxManagementBytes() + " bytes");
        }
        asked.keep();
        return reader.hasContent() ? null : onQuestion();
    }

    private @Nullable Event onQuestion() throws ProtocolException {
        replies.values(requireQuestion().decode(limits, null), values);
        question = null;
        return null;
    }

    private @Nullable Event onParams(ByteBuffer in) {
        OpenRequest request = requireCurrent();
        int length = reader.contentIn(in);
        int end = in.position() + length;
        NameValueDecoder.Appended appended = request.params.append(in, length);
        in.position(end); // whether it was taken or not
        return switch (appended) {
            case TAKEN -> null;
            case OVER_LIMIT ->
                fail(
                        request,
                        Reason.TOO_MANY_PARAMS_BYTES,
                        "more than maxParamsBytes=" + limits.maxParamsBytes() + " bytes of parameters");
            case NO_ROOM -> fail(request, Reason.OVERLOADED, "too many bytes of parameters on all connections");
        };
    }

    private Event onParamsEnded(OpenRequest request) {
        if (request.refusal != null) {
            return fail(request, request.refusal, "there is no room for one more request");
        }
        try {
            Event.Request event = new Event.Request(
                    request.requestId,
                    request.role,
                    request.keepConnection,
                    request.params.decode(limits, recentPairs));
            leaveParams(request);
            request.holdsPlace = false; // the application's from here on
            request.delivered = true;
            return event;
        } catch (ProtocolException x) {
            return fail(request, x.reason(), String.valueOf(x.getMessage()));
        }
    }

    /** The parameters of a request have ended or are of no use any more. */
    private void leaveParams(OpenRequest request) {
        if (request.incomplete) {
            request.incomplete = false;
            request.params.clear();
            incomplete--;
        }
    }

    /** What is left of the current record is skipped if it is the request's. */
    private void stopReceiving(OpenRequest request) {
        if (request == current) {
            sink = sink == Sink.PARAMS || sink == Sink.STDIN ? Sink.SKIP : sink;
            current = null;
        }
    }

    private NameValueDecoder requireQuestion() {
        NameValueDecoder asked = question;
        if (asked == null) {
            throw new AssertionError("content of no question");
        }
        return asked;
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
        return open.isEmpty() ? closing : open.values().stream().allMatch(OpenRequest::isAnswerAllThatIsLeft);
    }
}
