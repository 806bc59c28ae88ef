package dev.fcgi.core;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * What an engine made of some bytes, written down so that it does not depend on how the bytes were cut: adjacent
 * pieces of one body are joined.
 */
final class Trace {
    private final FcgiEngine engine;
    private final List<String> lines = new ArrayList<>();
    private String openBody = "";

    Trace(FcgiEngine engine) {
        this.engine = engine;
    }

    static FcgiEngine newEngine() {
        return newEngine(false);
    }

    static FcgiEngine newEngine(boolean multiplexing) {
        return newEngine(ProtocolLimits.DEFAULT, new ApplicationValues(200, 100, multiplexing));
    }

    static FcgiEngine newEngine(ProtocolLimits limits, ApplicationValues values) {
        return new FcgiEngine(
                limits, values, Overload.STATUS, new Capacity(values.maxReqs(), 1 << 20), new RecentPairs());
    }

    static List<String> whole(FcgiEngine engine, byte[] bytes) {
        Trace trace = new Trace(engine);
        trace.feed(bytes, 0, bytes.length);
        return trace.lines();
    }

    static List<String> byteByByte(FcgiEngine engine, byte[] bytes) {
        Trace trace = new Trace(engine);
        for (int i = 0; i < bytes.length; i++) {
            trace.feed(bytes, i, i + 1);
        }
        return trace.lines();
    }

    static List<String> atRandomCuts(FcgiEngine engine, byte[] bytes, long seed) {
        Trace trace = new Trace(engine);
        Random random = new Random(seed);
        for (int from = 0; from < bytes.length; ) {
            int to = Math.min(bytes.length, from + 1 + random.nextInt(40));
            trace.feed(bytes, from, to);
            from = to;
        }
        return trace.lines();
    }

    FcgiEngine engine() {
        return engine;
    }

    void feed(byte[] bytes) {
        feed(bytes, 0, bytes.length);
    }

    void feed(byte[] bytes, int from, int to) {
        ByteBuffer in = ByteBuffer.wrap(bytes, from, to - from).slice();
        try {
            Event event;
            while ((event = engine.next(in)) != Event.NeedInput.INSTANCE) {
                add(event);
            }
        } catch (ProtocolException x) {
            flush();
            if (!lines.contains("LOST " + x.reason())) {
                lines.add("LOST " + x.reason());
            }
        }
        ByteBuffer replies = engine.takeReplies();
        if (replies != null) {
            flush();
            byte[] reply = new byte[replies.remaining()];
            replies.get(reply);
            lines.add("reply " + HexFormat.of().formatHex(reply));
        }
    }

    List<String> lines() {
        flush();
        return lines;
    }

    private void add(Event event) {
        if (event instanceof Event.Stdin stdin && !stdin.last()) {
            String prefix = "stdin " + stdin.requestId() + " ";
            if (!openBody.startsWith(prefix)) {
                flush();
                openBody = prefix;
            }
            openBody += ISO_8859_1.decode(stdin.content());
            return;
        }
        flush();
        lines.add(line(event));
    }

    private static String line(Event event) {
        if (event instanceof Event.Request request) {
            return "request " + request.requestId() + " " + request.role() + " keep=" + request.keepConnection() + " "
                    + text(request.params());
        }
        if (event instanceof Event.Stdin stdin) {
            return "end of stdin " + stdin.requestId();
        }
        if (event instanceof Event.AbortRequest abort) {
            return "abort " + abort.requestId();
        }
        if (event instanceof Event.RequestFailed failed) {
            return "failed " + failed.requestId() + " " + failed.reason()
                    + (failed.afterRequest() ? " after it came" : "");
        }
        throw new AssertionError(event);
    }

    static String text(@Nullable NameValuePairs pairs) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; pairs != null && i < pairs.size(); i++) {
            text.append(pairs.name(i))
                    .append('=')
                    .append(pairs.value(i, ISO_8859_1))
                    .append(';');
        }
        return text.toString();
    }

    private void flush() {
        if (!openBody.isEmpty()) {
            lines.add(openBody);
            openBody = "";
        }
    }
}
