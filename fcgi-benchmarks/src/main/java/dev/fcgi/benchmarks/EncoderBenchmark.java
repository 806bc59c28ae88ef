package dev.fcgi.benchmarks;

import dev.fcgi.core.ProtocolStatus;
import dev.fcgi.core.RecordEncoder;
import dev.fcgi.core.RecordType;
import dev.fcgi.servlet.CgiResponseHead;
import java.nio.ByteBuffer;
import org.openjdk.jmh.annotations.Benchmark;

/** Bridge and protocol on the way out: a small response's fields and length to all that is written around its body. */
public class EncoderBenchmark extends TimedBenchmark {
    private static final int REQUEST_ID = 1;
    private static final int BODY_LENGTH = 1024;

    private final ByteBuffer records = ByteBuffer.allocateDirect(64);

    /**
     * Encodes the head and, into a buffer of its own, the records; the body would be sent from the application's buffer.
     *
     * @return the head
     */
    @Benchmark
    public ByteBuffer encode() {
        CgiResponseHead head = new CgiResponseHead(200, "OK", false);
        head.add("Content-Type", "application/json");
        head.add("Cache-Control", "no-store");
        head.add("Content-Length", "1024");
        ByteBuffer encoded = head.encode();
        int contentLength = encoded.remaining() + BODY_LENGTH;
        records.clear();
        RecordEncoder.header(records, RecordType.STDOUT, REQUEST_ID, contentLength);
        RecordEncoder.padding(records, contentLength);
        RecordEncoder.endOfStream(records, RecordType.STDOUT, REQUEST_ID);
        RecordEncoder.endRequest(records, REQUEST_ID, 0, ProtocolStatus.REQUEST_COMPLETE);
        return encoded;
    }

    /** {@return the records that the last call wrote} */
    ByteBuffer records() {
        return records.duplicate().flip();
    }
}
