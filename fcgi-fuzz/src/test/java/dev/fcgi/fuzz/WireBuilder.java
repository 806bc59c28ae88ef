package dev.fcgi.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.fcgi.core.NameValueEncoder;
import dev.fcgi.core.ProtocolStatus;
import dev.fcgi.core.RecordEncoder;
import dev.fcgi.core.RecordHeader;
import dev.fcgi.core.RecordType;
import dev.fcgi.core.Role;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Consumer;

/** Builds what one side of a connection sends. */
final class WireBuilder {
    private final ByteArrayOutputStream wire = new ByteArrayOutputStream();

    byte[] bytes() {
        return wire.toByteArray();
    }

    private WireBuilder put(int most, Consumer<ByteBuffer> encoder) {
        ByteBuffer out = ByteBuffer.allocate(most);
        encoder.accept(out);
        wire.write(out.array(), 0, out.position());
        return this;
    }

    WireBuilder raw(int... bytes) {
        for (int b : bytes) {
            wire.write(b);
        }
        return this;
    }

    WireBuilder begin(int requestId, boolean keepConnection) {
        return begin(requestId, Role.RESPONDER, keepConnection);
    }

    WireBuilder begin(int requestId, Role role, boolean keepConnection) {
        return put(
                RecordEncoder.DISCRETE_RECORD_LENGTH,
                out -> RecordEncoder.beginRequest(out, requestId, role, keepConnection));
    }

    WireBuilder content(RecordType type, int requestId, String content) {
        return content(type, requestId, content.getBytes(ISO_8859_1), RecordHeader.MAX_CONTENT_LENGTH);
    }

    /** Writes content in records of a given length at most. */
    WireBuilder content(RecordType type, int requestId, byte[] content, int most) {
        for (int from = 0; from < content.length; from += most) {
            ByteBuffer piece = ByteBuffer.wrap(content, from, Math.min(most, content.length - from));
            put(RecordHeader.LENGTH + piece.remaining() + 7, out -> RecordEncoder.record(out, type, requestId, piece));
        }
        return this;
    }

    WireBuilder end(RecordType type, int requestId) {
        return put(RecordEncoder.EMPTY_RECORD_LENGTH, out -> RecordEncoder.endOfStream(out, type, requestId));
    }

    WireBuilder params(int requestId, String... namesAndValues) {
        return content(RecordType.PARAMS, requestId, pairs(namesAndValues), RecordHeader.MAX_CONTENT_LENGTH)
                .end(RecordType.PARAMS, requestId);
    }

    WireBuilder getValues(String... names) {
        ByteArrayOutputStream question = new ByteArrayOutputStream();
        for (String name : names) {
            question.writeBytes(pairs(name, ""));
        }
        ByteBuffer content = ByteBuffer.wrap(question.toByteArray());
        return put(
                RecordHeader.LENGTH + content.remaining() + 7,
                out -> RecordEncoder.record(out, RecordType.GET_VALUES, RecordHeader.NULL_REQUEST_ID, content));
    }

    WireBuilder abort(int requestId) {
        return put(RecordEncoder.EMPTY_RECORD_LENGTH, out -> RecordEncoder.abortRequest(out, requestId));
    }

    WireBuilder endRequest(int requestId, int appStatus, ProtocolStatus status) {
        return put(
                RecordEncoder.DISCRETE_RECORD_LENGTH,
                out -> RecordEncoder.endRequest(out, requestId, appStatus, status));
    }

    WireBuilder unknownType(int typeCode) {
        return put(RecordEncoder.DISCRETE_RECORD_LENGTH, out -> RecordEncoder.unknownType(out, typeCode));
    }

    static byte[] pairs(String... namesAndValues) {
        ByteArrayOutputStream pairs = new ByteArrayOutputStream();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            pairs.writeBytes(pairs(List.of(new Pair(namesAndValues[i], namesAndValues[i + 1]))));
        }
        return pairs.toByteArray();
    }

    static byte[] pairs(List<Pair> pairs) {
        int length = pairs.stream()
                .mapToInt(pair -> NameValueEncoder.encodedLength(bytes(pair.name()), bytes(pair.value())))
                .sum();
        ByteBuffer out = ByteBuffer.allocate(length);
        for (Pair pair : pairs) {
            NameValueEncoder.put(out, bytes(pair.name()), bytes(pair.value()));
        }
        if (out.hasRemaining()) {
            throw new AssertionError("pairs shorter than they say");
        }
        return out.array();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(ISO_8859_1);
    }
}
