package dev.fcgi.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The records that the reference owes the web server, written from section 8 of the specification. */
final class ReferenceReplies {
    private static final int END_REQUEST = 3;
    private static final int GET_VALUES_RESULT = 10;
    private static final int UNKNOWN_TYPE = 11;

    private final int most;
    private final Map<String, String> known = new LinkedHashMap<>();
    private final ByteArrayOutputStream owed = new ByteArrayOutputStream();

    ReferenceReplies(Script script) {
        most = script.limits().maxManagementBytes();
        known.put("FCGI_MAX_CONNS", "200");
        known.put("FCGI_MAX_REQS", "100");
        known.put("FCGI_MPXS_CONNS", script.multiplexing() ? "1" : "0");
    }

    byte[] take() {
        byte[] taken = owed.toByteArray();
        owed.reset();
        return taken;
    }

    boolean endRequest(int requestId, int protocolStatus) {
        return add(END_REQUEST, requestId, new byte[] {0, 0, 0, 0, (byte) protocolStatus, 0, 0, 0});
    }

    boolean unknownType(int type) {
        return add(UNKNOWN_TYPE, 0, new byte[] {(byte) type, 0, 0, 0, 0, 0, 0, 0});
    }

    boolean values(List<Pair> question) {
        StringBuilder pairs = new StringBuilder();
        known.forEach((name, value) -> {
            if (question.stream().anyMatch(asked -> asked.name().equals(name))) {
                pairs.append((char) name.length()).append((char) value.length());
                pairs.append(name).append(value);
            }
        });
        return add(GET_VALUES_RESULT, 0, pairs.toString().getBytes(ISO_8859_1));
    }

    /** {@return whether it fits the limit; if not, it is not owed} */
    private boolean add(int type, int requestId, byte[] content) {
        int padding = (8 - content.length % 8) % 8;
        if (owed.size() + 8 + content.length + padding > most) {
            return false;
        }
        owed.writeBytes(new byte[] {1, (byte) type, (byte) (requestId >> 8), (byte) requestId});
        owed.writeBytes(new byte[] {0, (byte) content.length, (byte) padding, 0});
        owed.writeBytes(content);
        owed.writeBytes(new byte[padding]);
        return true;
    }
}
