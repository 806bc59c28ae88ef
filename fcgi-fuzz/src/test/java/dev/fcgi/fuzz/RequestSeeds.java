package dev.fcgi.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.fcgi.core.RecordType;
import dev.fcgi.core.Role;
import java.util.Map;
import java.util.TreeMap;

/** What web servers may send and no captured one has sent. */
final class RequestSeeds {
    private RequestSeeds() {}

    /** {@return wires by their names} */
    static Map<String, byte[]> wires() {
        Map<String, byte[]> wires = new TreeMap<>();
        wires.put("keep-connection", keepConnection().bytes());
        wires.put("interleaved", interleaved().bytes());
        wires.put("aborted", aborted().bytes());
        wires.put("refused", refused().bytes());
        wires.put("management", management().bytes());
        wires.put("misplaced", misplaced().bytes());
        wires.put("stdin-twice", twice().bytes());
        wires.put("padded", padded().bytes());
        wires.put("long-lengths", longLengths().bytes());
        return wires;
    }

    static WireBuilder keepConnection() {
        WireBuilder wire = new WireBuilder();
        for (String target : new String[] {"/first", "/second", "/third"}) {
            wire.begin(1, true)
                    .params(1, "REQUEST_METHOD", "POST", "REQUEST_URI", target, "CONTENT_LENGTH", "8")
                    .content(RecordType.STDIN, 1, "abcdefgh".getBytes(ISO_8859_1), 3)
                    .end(RecordType.STDIN, 1);
        }
        return wire;
    }

    private static WireBuilder interleaved() {
        byte[] params =
                WireBuilder.pairs("REQUEST_METHOD", "POST", "REQUEST_URI", "/", "X".repeat(20), "y".repeat(200));
        return new WireBuilder()
                .begin(1, true)
                .begin(2, true)
                .content(RecordType.PARAMS, 1, params, 19)
                .begin(0xFFFF, false)
                .content(RecordType.PARAMS, 2, params, 100)
                .end(RecordType.PARAMS, 1)
                .content(RecordType.STDIN, 1, "one")
                .end(RecordType.PARAMS, 2)
                .content(RecordType.STDIN, 2, "two")
                .content(RecordType.STDIN, 1, "more of one")
                .end(RecordType.STDIN, 2)
                .end(RecordType.STDIN, 1);
    }

    private static WireBuilder aborted() {
        return new WireBuilder()
                .begin(1, true)
                .abort(1)
                .begin(1, true)
                .params(1, "REQUEST_METHOD", "PUT", "REQUEST_URI", "/a")
                .content(RecordType.STDIN, 1, "part of")
                .abort(1)
                .content(RecordType.STDIN, 1, "nothing")
                .abort(1)
                .abort(7);
    }

    private static WireBuilder refused() {
        return new WireBuilder()
                .begin(1, Role.AUTHORIZER, true)
                .params(1, "REQUEST_METHOD", "GET")
                .begin(2, Role.FILTER, true)
                .begin(3, true)
                .begin(4, true)
                .begin(5, false)
                .params(4, "REQUEST_METHOD", "GET", "REQUEST_URI", "*")
                .begin(3, true);
    }

    private static WireBuilder management() {
        return new WireBuilder()
                .getValues("FCGI_MAX_CONNS", "FCGI_MAX_REQS", "FCGI_MPXS_CONNS", "FCGI_OTHER")
                .raw(1, 77, 0, 0, 0, 3, 5, 0, 1, 2, 3, 0, 0, 0, 0, 0)
                .begin(1, true)
                .getValues()
                .params(1, "REQUEST_METHOD", "GET", "REQUEST_URI", "/?q")
                .raw(1, 77, 0, 1, 0, 1, 0, 0, 9)
                .unknownType(9)
                .getValues("FCGI_MPXS_CONNS", "FCGI_MPXS_CONNS")
                .end(RecordType.STDIN, 1);
    }

    private static WireBuilder misplaced() {
        return new WireBuilder()
                .content(RecordType.STDIN, 9, "for nobody")
                .begin(1, true)
                .params(1, "REQUEST_METHOD", "GET", "REQUEST_URI", "/")
                .content(RecordType.DATA, 1, "for a filter")
                .end(RecordType.STDIN, 1)
                .end(RecordType.STDIN, 1)
                .content(RecordType.STDIN, 1, "behind its end")
                .begin(2, true)
                .content(RecordType.STDIN, 2, "too early")
                .begin(1, true);
    }

    private static WireBuilder twice() {
        return new WireBuilder()
                .begin(1, true)
                .params(1, "REQUEST_METHOD", "PUT", "REQUEST_URI", "/")
                .begin(2, false)
                .params(2, "REQUEST_METHOD", "GET", "REQUEST_URI", "/")
                .end(RecordType.STDIN, 2)
                .content(RecordType.STDIN, 2, "once more")
                .content(RecordType.STDIN, 1, "body")
                .end(RecordType.STDIN, 1);
    }

    private static WireBuilder padded() {
        WireBuilder wire = new WireBuilder().begin(1, false).params(1, "REQUEST_METHOD", "POST", "", "without a name");
        wire.raw(1, 5, 0, 1, 0, 2, 255, 0xFF, 'o', 'k');
        for (int i = 0; i < 255; i++) {
            wire.raw(1); // looks like a header
        }
        return wire.end(RecordType.STDIN, 1);
    }

    /** Lengths of one byte written in four, which is allowed. */
    static WireBuilder longLengths() {
        WireBuilder pairs = new WireBuilder();
        for (String name : new String[] {"REQUEST_METHOD", "REQUEST_URI", "A", "B", "C", "D"}) {
            pairs.raw(0x80, 0, 0, name.length(), 0x80, 0, 0, 1)
                    .raw(name.chars().toArray())
                    .raw('/');
        }
        return new WireBuilder()
                .begin(1, true)
                .content(RecordType.PARAMS, 1, pairs.bytes(), 40)
                .end(RecordType.PARAMS, 1)
                .end(RecordType.STDIN, 1);
    }
}
