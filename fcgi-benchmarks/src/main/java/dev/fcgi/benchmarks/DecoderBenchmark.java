package dev.fcgi.benchmarks;

import dev.fcgi.core.Capacity;
import dev.fcgi.core.Event;
import dev.fcgi.core.FcgiEngine;
import dev.fcgi.core.ProtocolException;
import java.nio.ByteBuffer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** The protocol on the way in: a request's records to its event. */
public class DecoderBenchmark extends TimedBenchmark {
    private static final int REQUEST_ID = 1;

    /** Where the first name begins: behind BEGIN_REQUEST, the header of PARAMS and two lengths. */
    private static final int FIRST_NAME = 26;

    /** What is decoded. */
    @Param
    @SuppressWarnings("NullAway.Init") // set by JMH
    public CapturedRequest request;

    private final Capacity capacity = new Capacity(1, Long.MAX_VALUE);
    private final FcgiEngine engine = CapturedRequest.newEngine(capacity);
    private ByteBuffer in = ByteBuffer.allocate(0);
    private int number;

    /** Makes the input. */
    @Setup
    public void setUp() {
        in = request.bytes();
    }

    /**
     * Decodes a request that is the same as the one before.
     *
     * @return what the web server asks for
     * @throws ProtocolException never
     */
    @Benchmark
    public Event.Request decodeThePreviousAgain() throws ProtocolException {
        return decode();
    }

    /**
     * Decodes a request that differs from all that are remembered.
     *
     * @return what the web server asks for
     * @throws ProtocolException never
     */
    @Benchmark
    public Event.Request decodeAfresh() throws ProtocolException {
        in.putInt(FIRST_NAME, number++);
        return decode();
    }

    /** Ends the request, so that the next one may come on the same connection. */
    private Event.Request decode() throws ProtocolException {
        in.rewind();
        Event event = engine.next(in);
        engine.next(in); // the end of the empty body
        engine.endRequest(REQUEST_ID);
        capacity.endRequest();
        return (Event.Request) event;
    }
}
