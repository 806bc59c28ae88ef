package dev.fcgi.jetty;

import dev.fcgi.core.RecordHeader;
import dev.fcgi.core.RecordType;
import java.nio.ByteBuffer;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * What holds for every record this side sends, whatever a test is about (FastCGI 1.0, sections 3.3, 5.3 and 5.5). It is
 * shown the bytes of both directions of one connection, those of the web server before any that answer them, and fails
 * at the first record that should not have been sent.
 */
final class RecordLog {
    /** An ID that is active for at least one request. */
    private static final class ActiveId {
        int begun;
        final Set<RecordType> ended = EnumSet.noneOf(RecordType.class);
    }

    private final Map<Integer, ActiveId> active = new HashMap<>();
    private long records;

    private final Cutter fromWebServer = new Cutter() {
        @Override
        void onHeader(RecordHeader header, int reserved) {
            if (header.type() == RecordType.BEGIN_REQUEST) {
                active.computeIfAbsent(header.requestId(), id -> new ActiveId()).begun++;
            }
        }

        @Override
        void onPadding(byte padding) {
            // may be anything
        }
    };

    private final Cutter fromApplication = new Cutter() {
        @Override
        void onHeader(RecordHeader header, int reserved) {
            records++;
            check(reserved == 0, "the reserved byte is " + reserved, header);
            check((header.contentLength() + header.paddingLength()) % 8 == 0, "not padded to 8 bytes", header);
            RecordType type = header.type();
            if (type == null) {
                check(false, "a type that does not exist", header);
            } else if (type.isManagement()) {
                check(header.requestId() == RecordHeader.NULL_REQUEST_ID, "a management record with an ID", header);
            } else {
                onApplicationRecord(header, type);
            }
        }

        @Override
        void onPadding(byte padding) {
            if (padding != 0) {
                throw new AssertionError("record " + records + ": padding of " + padding);
            }
        }
    };

    private void onApplicationRecord(RecordHeader header, RecordType type) {
        ActiveId id = active.get(header.requestId());
        if (id == null) {
            throw new AssertionError("record " + records + ": the ID is not active: " + header);
        }
        if (type == RecordType.END_REQUEST) {
            id.ended.clear();
            if (--id.begun == 0) {
                active.remove(header.requestId());
            }
            return;
        }
        check(!id.ended.contains(type), "behind the end of its stream", header);
        if (header.contentLength() == 0) {
            id.ended.add(type);
        }
    }

    private void check(boolean right, String fault, RecordHeader header) {
        if (!right) {
            throw new AssertionError("record " + records + ": " + fault + ": " + header);
        }
    }

    /** Shows bytes that the web server has sent. */
    synchronized void sent(ByteBuffer bytes) {
        fromWebServer.take(bytes);
    }

    /** Shows bytes that the web server has received. */
    synchronized void received(ByteBuffer bytes) {
        fromApplication.take(bytes);
    }

    /** {@return the records received} */
    synchronized long records() {
        return records;
    }

    /** Cuts one direction into records, up to the first bytes that are none. */
    private abstract static class Cutter {
        private final byte[] header = new byte[RecordHeader.LENGTH];
        private int headerBytes;
        private int contentLeft;
        private int paddingLeft;
        private boolean lost;

        abstract void onHeader(RecordHeader header, int reserved);

        abstract void onPadding(byte padding);

        void take(ByteBuffer bytes) {
            while (bytes.hasRemaining() && !lost) {
                if (contentLeft > 0) {
                    int length = Math.min(contentLeft, bytes.remaining());
                    bytes.position(bytes.position() + length);
                    contentLeft -= length;
                } else if (paddingLeft > 0) {
                    paddingLeft--;
                    onPadding(bytes.get());
                } else {
                    header[headerBytes++] = bytes.get();
                    if (headerBytes == header.length) {
                        headerBytes = 0;
                        start(RecordHeader.read(ByteBuffer.wrap(header)));
                    }
                }
            }
        }

        private void start(RecordHeader next) {
            lost = next.version() != RecordHeader.VERSION_1;
            if (!lost) {
                contentLeft = next.contentLength();
                paddingLeft = next.paddingLength();
                onHeader(next, header[RecordHeader.LENGTH - 1]);
            }
        }
    }
}
