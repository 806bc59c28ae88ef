package dev.fcgi.fuzz;

import java.util.ArrayList;
import java.util.List;

/**
 * Where a record lies in the wire, by its header (section 3.3). Its content and padding may be cut off by the end of the
 * wire.
 */
record WireRecord(int start, int version, int type, int requestId, int contentLength, int paddingLength) {
    static final int HEADER_LENGTH = 8;

    /** Reads the headers of a wire, up to one of another version: what follows that is no record. */
    static List<WireRecord> read(byte[] wire) {
        List<WireRecord> records = new ArrayList<>();
        int start = 0;
        while (start + HEADER_LENGTH <= wire.length) {
            WireRecord record = new WireRecord(
                    start,
                    wire[start] & 0xFF,
                    wire[start + 1] & 0xFF,
                    number(wire, start + 2),
                    number(wire, start + 4),
                    wire[start + 6] & 0xFF);
            records.add(record);
            if (record.version != 1) {
                break;
            }
            start = record.end();
        }
        return records;
    }

    private static int number(byte[] wire, int at) {
        return (wire[at] & 0xFF) * 256 + (wire[at + 1] & 0xFF);
    }

    int contentStart() {
        return start + HEADER_LENGTH;
    }

    int contentEnd() {
        return contentStart() + contentLength;
    }

    int end() {
        return contentEnd() + paddingLength;
    }
}
