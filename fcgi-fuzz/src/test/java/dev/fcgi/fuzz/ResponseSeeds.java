package dev.fcgi.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.fcgi.core.ProtocolStatus;
import dev.fcgi.core.RecordType;
import java.util.Map;
import java.util.TreeMap;

/** What an application sends, and what it should not. */
final class ResponseSeeds {
    private ResponseSeeds() {}

    /** {@return wires by their names} */
    static Map<String, byte[]> wires() {
        Map<String, byte[]> wires = new TreeMap<>();
        for (int status : new int[] {200, 201, 204, 302, 404, 431, 500, 503}) {
            String head = "Status: " + status + " Text\r\nContent-Type: text/plain\r\n\r\n";
            WireBuilder wire = new WireBuilder().content(RecordType.STDOUT, 1, head + "body of " + status);
            if (status >= 500) {
                wire.content(RecordType.STDERR, 1, "java.lang.Exception\n").end(RecordType.STDERR, 1);
            }
            wire.end(RecordType.STDOUT, 1).endRequest(1, status / 500, ProtocolStatus.REQUEST_COMPLETE);
            wires.put("status-" + status, wire.bytes());
        }
        byte[] body = "0123456789".repeat(30).getBytes(ISO_8859_1);
        wires.put(
                "interleaved",
                new WireBuilder()
                        .content(RecordType.STDOUT, 1, "Status: 200 OK\r\n\r\n")
                        .content(RecordType.STDERR, 1, "a warning")
                        .content(RecordType.STDOUT, 2, body, 7)
                        .content(RecordType.STDOUT, 1, body, 100)
                        .end(RecordType.STDERR, 1)
                        .end(RecordType.STDOUT, 2)
                        .endRequest(2, -1, ProtocolStatus.REQUEST_COMPLETE)
                        .end(RecordType.STDOUT, 1)
                        .endRequest(1, 0, ProtocolStatus.REQUEST_COMPLETE)
                        .bytes());
        wires.put(
                "refusals",
                new WireBuilder()
                        .endRequest(1, 0, ProtocolStatus.CANT_MPX_CONN)
                        .endRequest(2, 0, ProtocolStatus.OVERLOADED)
                        .endRequest(0xFFFF, 0, ProtocolStatus.UNKNOWN_ROLE)
                        .bytes());
        wires.put(
                "management",
                new WireBuilder()
                        .content(
                                RecordType.GET_VALUES_RESULT,
                                0,
                                WireBuilder.pairs("FCGI_MAX_CONNS", "200", "FCGI_MPXS_CONNS", "0"),
                                1000)
                        .end(RecordType.GET_VALUES_RESULT, 0)
                        .unknownType(42)
                        .bytes());
        wires.put("from-a-web-server", RequestSeeds.keepConnection().bytes());
        return wires;
    }
}
