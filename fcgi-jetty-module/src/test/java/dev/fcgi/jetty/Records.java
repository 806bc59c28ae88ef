package dev.fcgi.jetty;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.fcgi.core.NameValueEncoder;
import dev.fcgi.core.RecordEncoder;
import dev.fcgi.core.RecordHeader;
import dev.fcgi.core.RecordType;
import dev.fcgi.core.Role;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/** Builds what a web server sends. */
final class Records {
    static final int KEEP_CONN = 1;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    /** Content that repeats only after 251 bytes, so that no piece of it can be lost or moved unnoticed. */
    static byte[] content(int length) {
        byte[] content = new byte[length];
        for (int i = 0; i < length; i++) {
            content[i] = (byte) (i % 251);
        }
        return content;
    }

    /** A GET request, whole. */
    static Records get(int requestId, boolean keepConnection, String target) {
        return get(requestId, keepConnection, TestServer.params("GET", target));
    }

    /** A request without a body, whole. */
    static Records get(int requestId, boolean keepConnection, Map<String, String> params) {
        return new Records()
                .begin(requestId, keepConnection)
                .params(requestId, params)
                .end(RecordType.STDIN, requestId);
    }

    /** A POST request with its CONTENT_LENGTH, whole. */
    static Records post(int requestId, boolean keepConnection, String target, byte[] body) {
        return new Records()
                .begin(requestId, keepConnection)
                .params(requestId, TestServer.params("POST", target, "CONTENT_LENGTH", Integer.toString(body.length)))
                .stdin(requestId, body)
                .end(RecordType.STDIN, requestId);
    }

    /** FCGI_GET_VALUES with the given names. */
    static Records getValues(String... names) {
        Map<String, String> pairs = new LinkedHashMap<>();
        for (String name : names) {
            pairs.put(name, "");
        }
        byte[] question = encode(pairs);
        return new Records().record(RecordType.GET_VALUES, 0, question, 0, question.length);
    }

    Records begin(int requestId, boolean keepConnection) {
        return begin(requestId, Role.RESPONDER, keepConnection);
    }

    Records begin(int requestId, Role role, boolean keepConnection) {
        ByteBuffer out = ByteBuffer.allocate(RecordEncoder.DISCRETE_RECORD_LENGTH);
        RecordEncoder.beginRequest(out, requestId, role, keepConnection);
        return raw(out.array());
    }

    /** FCGI_BEGIN_REQUEST with any role and flags, and each reserved byte as given. */
    Records begin(int requestId, int roleCode, int flags, int reserved) {
        byte[] body = new byte[8];
        Arrays.fill(body, (byte) reserved);
        ByteBuffer.wrap(body).putShort((short) roleCode).put((byte) flags);
        return record(RecordType.BEGIN_REQUEST, requestId, body, 0, body.length);
    }

    Records params(int requestId, Map<String, String> params) {
        return stream(RecordType.PARAMS, requestId, encode(params)).end(RecordType.PARAMS, requestId);
    }

    Records stdin(int requestId, byte[] content) {
        return stream(RecordType.STDIN, requestId, content);
    }

    Records stdin(int requestId, String content) {
        return stdin(requestId, content.getBytes(ISO_8859_1));
    }

    Records end(RecordType type, int requestId) {
        ByteBuffer out = ByteBuffer.allocate(RecordHeader.LENGTH);
        RecordEncoder.endOfStream(out, type, requestId);
        return raw(out.array());
    }

    Records abort(int requestId) {
        ByteBuffer out = ByteBuffer.allocate(RecordHeader.LENGTH);
        RecordEncoder.abortRequest(out, requestId);
        return raw(out.array());
    }

    Records stream(RecordType type, int requestId, byte[] content) {
        for (int from = 0; from < content.length; from += RecordHeader.MAX_CONTENT_LENGTH) {
            int length = Math.min(content.length - from, RecordHeader.MAX_CONTENT_LENGTH);
            record(type, requestId, content, from, length);
        }
        return this;
    }

    Records record(RecordType type, int requestId, byte[] content, int from, int length) {
        ByteBuffer out = ByteBuffer.allocate(RecordHeader.LENGTH + length + 7);
        RecordEncoder.record(out, type, requestId, ByteBuffer.wrap(content, from, length));
        bytes.write(out.array(), 0, out.position());
        return this;
    }

    /** A record of any type, even of one that does not exist, without padding. */
    Records record(int typeCode, int requestId, byte[] content) {
        ByteBuffer out = ByteBuffer.allocate(RecordHeader.LENGTH);
        out.put((byte) RecordHeader.VERSION_1).put((byte) typeCode);
        out.putShort((short) requestId).putShort((short) content.length);
        return raw(out.array()).raw(content);
    }

    /** Bytes as they are, in hexadecimal digits and blanks. */
    Records hex(String hex) {
        return raw(HexFormat.of().parseHex(hex.replace(" ", "")));
    }

    Records raw(byte[] more) {
        bytes.writeBytes(more);
        return this;
    }

    byte[] bytes() {
        return bytes.toByteArray();
    }

    static byte[] encode(Map<String, String> params) {
        ByteArrayOutputStream encoded = new ByteArrayOutputStream();
        params.forEach((name, value) -> {
            byte[] n = name.getBytes(ISO_8859_1);
            byte[] v = value.getBytes(ISO_8859_1);
            ByteBuffer out = ByteBuffer.allocate(NameValueEncoder.encodedLength(n, v));
            NameValueEncoder.put(out, n, v);
            encoded.writeBytes(out.array());
        });
        return encoded.toByteArray();
    }
}
