package dev.fcgi.core;

import dev.fcgi.core.ProtocolException.Reason;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The web server's side of one connection, for clients and tools: what an application answers. Requests are written
 * with {@link RecordEncoder} and {@link NameValueEncoder}.
 *
 * <p>Any division of the same bytes into inputs gives the same outputs. Used by one thread at a time.
 */
public final class WebServerEngine {
    private final ProtocolLimits limits;
    private final RecordReader reader = new RecordReader();
    private final ByteBuffer discreteBody = ByteBuffer.allocate(EndRequestBody.LENGTH);
    private RecordHeader header = new RecordHeader(RecordHeader.VERSION_1, 0, 0, 0, 0);
    private NameValueDecoder answer;
    private @Nullable ProtocolException failure;

    /**
     * Makes an engine for a new connection.
     *
     * @param limits the bounds for the answer to FCGI_GET_VALUES
     */
    public WebServerEngine(ProtocolLimits limits) {
        this.limits = limits;
        this.answer = new NameValueDecoder(limits.maxManagementBytes(), null);
    }

    /**
     * Reads up to the next event.
     *
     * @param in the input; consumed as far as the event needs, wholly when the event is
     *     {@link WebServerEvent.NeedInput}
     * @return the event
     * @throws ProtocolException when the application broke the protocol; every later call fails the same way
     */
    public WebServerEvent next(ByteBuffer in) throws ProtocolException {
        if (failure != null) {
            throw failure;
        }
        try {
            while (true) {
                WebServerEvent event = reader.hasContent() ? onContent(in) : onHeader(in);
                if (event != null) {
                    return event;
                }
            }
        } catch (ProtocolException x) {
            failure = x;
            throw x;
        }
    }

    private @Nullable WebServerEvent onHeader(ByteBuffer in) throws ProtocolException {
        RecordHeader next = reader.nextHeader(in);
        if (next == null) {
            return WebServerEvent.NeedInput.INSTANCE;
        }
        header = next;
        discreteBody.clear();
        RecordType type = next.type();
        if (type == null) {
            throw unexpected("type " + next.typeCode());
        }
        return switch (type) {
            case STDOUT, STDERR ->
                next.contentLength() > 0
                        ? null
                        : new WebServerEvent.Output(
                                type, next.requestId(), ByteBuffer.allocate(0).asReadOnlyBuffer(), true);
            case END_REQUEST, UNKNOWN_TYPE -> requireDiscrete(type);
            case GET_VALUES_RESULT -> {
                answer = new NameValueDecoder(limits.maxManagementBytes(), null);
                yield next.contentLength() > 0 ? null : new WebServerEvent.GetValuesResult(NameValuePairs.EMPTY);
            }
            case BEGIN_REQUEST, ABORT_REQUEST, PARAMS, STDIN, DATA, GET_VALUES -> throw unexpected(type.name());
        };
    }

    private @Nullable WebServerEvent requireDiscrete(RecordType type) throws ProtocolException {
        if (header.contentLength() != EndRequestBody.LENGTH) {
            throw new ProtocolException(
                    Reason.BAD_CONTENT_LENGTH,
                    type + " with " + header.contentLength() + " bytes, not " + EndRequestBody.LENGTH);
        }
        return null;
    }

    private static ProtocolException unexpected(String what) {
        return new ProtocolException(Reason.UNEXPECTED_RECORD, what + " from an application");
    }

    private @Nullable WebServerEvent onContent(ByteBuffer in) throws ProtocolException {
        ByteBuffer content = reader.content(in);
        if (!content.hasRemaining()) {
            return WebServerEvent.NeedInput.INSTANCE;
        }
        RecordType type = header.type();
        if (type == RecordType.STDOUT || type == RecordType.STDERR) {
            return new WebServerEvent.Output(type, header.requestId(), content, false);
        }
        if (type == RecordType.GET_VALUES_RESULT) {
            if (answer.append(content, content.remaining()) != NameValueDecoder.Appended.TAKEN) {
                throw new ProtocolException(
                        Reason.TOO_MANY_MANAGEMENT_BYTES,
                        "GET_VALUES_RESULT with more than maxManagementBytes=" + limits.maxManagementBytes()
                                + " bytes");
            }
            answer.keep();
            return reader.hasContent() ? null : new WebServerEvent.GetValuesResult(answer.decode(limits, null));
        }
        discreteBody.put(content);
        if (reader.hasContent()) {
            return null;
        }
        discreteBody.flip();
        return type == RecordType.END_REQUEST
                ? new WebServerEvent.EndRequest(header.requestId(), EndRequestBody.read(discreteBody))
                : new WebServerEvent.UnknownType(discreteBody.get(0) & 0xFF);
    }
}
