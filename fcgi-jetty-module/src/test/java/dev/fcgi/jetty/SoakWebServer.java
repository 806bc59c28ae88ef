package dev.fcgi.jetty;

import static dev.fcgi.jetty.TestServer.params;
import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.fcgi.core.ProtocolException;
import dev.fcgi.core.RecordType;
import dev.fcgi.core.WebServerEvent;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** One of the web servers of {@link FcgiSoakTest}: sends requests at random and checks what it gets. */
final class SoakWebServer implements Callable<Void> {
    private static final String[] PATHS = {
        "/echo", "/count", "/ignore", "/throw", "/late", "/big", "/echo", "/count", "/big"
    };

    /** How a web server behaves. */
    enum Kind {
        GOOD,
        /** Right in all, but in no hurry to write or to read. */
        SLOW,
        /** Aborts requests, leaves in the middle, and asks for responses that fail in the middle. */
        ABORTING,
        /** Breaks the protocol somewhere, and leaves. */
        MALFORMED;

        boolean isRight() {
            return this == GOOD || this == SLOW;
        }

        /** {@return whether a request with this tag, which may be malformed itself, has the body that belongs to it} */
        static boolean isBodyRight(String tag) {
            return Stream.of(GOOD, SLOW, ABORTING).anyMatch(kind -> tag.startsWith(kind.name()));
        }
    }

    /** What all web servers saw. */
    static final class Tally {
        final AtomicLong complete = new AtomicLong();
        final AtomicLong aborted = new AtomicLong();
        final AtomicLong cut = new AtomicLong();
        final AtomicLong left = new AtomicLong();
        final AtomicLong malformed = new AtomicLong();
        /** What must not happen, with what it takes to have it happen again. */
        final Queue<String> faults = new ConcurrentLinkedQueue<>();

        @Override
        public String toString() {
            return "complete " + complete + ", aborted " + aborted + ", cut " + cut + ", left " + left + ", malformed "
                    + malformed;
        }
    }

    private record Exchange(String path, String tag, int length, boolean abort, StringBuilder stdout) {
        byte[] body() {
            byte[] body = new byte[length];
            Arrays.fill(body, FcgiSoakTest.fill(tag));
            return body;
        }

        String text() {
            return stdout.toString();
        }
    }

    private final TestServer server;
    private final Kind kind;
    private final boolean multiplexing;
    private final int seed;
    private final long endNanos;
    private final Tally tally;
    private final Random random;
    private int rounds;

    SoakWebServer(TestServer server, Kind kind, boolean multiplexing, int seed, long endNanos, Tally tally) {
        this.server = server;
        this.kind = kind;
        this.multiplexing = multiplexing;
        this.seed = seed;
        this.endNanos = endNanos;
        this.tally = tally;
        this.random = new Random(seed);
    }

    private boolean hasTime() {
        return endNanos - System.nanoTime() > 0;
    }

    @Override
    public Void call() throws Exception {
        while (hasTime() && tally.faults.isEmpty()) {
            try (FcgiClient client = kind == Kind.SLOW ? server.connectSlow() : server.connect()) {
                boolean goOn = true;
                while (goOn && hasTime()) {
                    rounds++;
                    goOn = kind == Kind.MALFORMED ? breakProtocol(client) : round(client);
                }
            }
        }
        return null;
    }

    /** Whatever this makes of the records, it gets records, and the connection is closed in the end. */
    private boolean breakProtocol(FcgiClient client) {
        Records records = new Records();
        for (int id = 1; id <= (multiplexing ? 3 : 1); id++) {
            add(records, id, random.nextBoolean(), exchange(id), random.nextBoolean());
        }
        byte[] bytes = records.bytes();
        for (int i = random.nextInt(10); i >= 0; i--) {
            bytes[random.nextInt(random.nextBoolean() ? bytes.length : 24)] = (byte) random.nextInt();
        }
        try {
            client.write(bytes);
            client.shutdownOutput();
            while (true) {
                client.next();
            }
        } catch (FcgiClient.Hang | ProtocolException x) {
            fault(x.toString());
        } catch (IOException closed) {
            tally.malformed.incrementAndGet();
        }
        return false;
    }

    /** {@return whether the connection can be used again} */
    private boolean round(FcgiClient client) {
        Map<Integer, Exchange> open = new TreeMap<>();
        boolean keepConnection = multiplexing || random.nextInt(4) > 0;
        boolean mayBeCut = false;
        try {
            boolean leaveAmidRequest = kind == Kind.ABORTING && random.nextInt(10) == 0;
            boolean leaveAmidResponse = kind == Kind.ABORTING && random.nextInt(10) == 0;
            Records records = new Records();
            int requests = !multiplexing ? 1 : 1 + random.nextInt(kind == Kind.SLOW ? 2 : 6);
            for (int id = 1; id <= requests; id++) {
                Exchange exchange = exchange(id);
                open.put(id, exchange);
                mayBeCut |= exchange.path.equals("/late");
                add(records, id, keepConnection, exchange, leaveAmidRequest);
            }
            write(client, records.bytes());
            if (leaveAmidRequest || leaveAmidResponse) {
                if (!leaveAmidRequest) {
                    client.next();
                }
                tally.left.incrementAndGet();
                return false;
            }
            while (!open.isEmpty()) {
                dawdle();
                onEvent(client.next(), open, mayBeCut);
            }
            return assertNothingFollows(client, keepConnection, mayBeCut);
        } catch (IOException x) {
            if (mayBeCut && isReset(x)) {
                tally.cut.incrementAndGet();
            } else {
                fault(x + " with " + open);
            }
            return false;
        }
    }

    /** In the middle of a write, the operating system has other words for it. */
    private static boolean isReset(IOException x) {
        String message = String.valueOf(x.getMessage());
        return message.contains("reset") || message.contains("Broken pipe");
    }

    private void dawdle() {
        if (kind == Kind.SLOW && random.nextBoolean()) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(random.nextInt(20)));
        }
    }

    private Exchange exchange(int id) {
        String path = PATHS[random.nextInt(PATHS.length)];
        if (path.equals("/late") && (kind.isRight() || (multiplexing && random.nextInt(4) > 0))) {
            path = "/ignore"; // the other ends its neighbours' connection
        }
        int most = random.nextInt(3) > 0 ? 2000 : multiplexing ? 40_000 : 300_000;
        boolean abort = kind == Kind.ABORTING && random.nextInt(2) == 0;
        return new Exchange(
                path, kind + "-" + seed + "-" + rounds + "." + id, random.nextInt(most), abort, new StringBuilder());
    }

    private void add(Records records, int id, boolean keepConnection, Exchange exchange, boolean half) {
        Map<String, String> params = params("POST", exchange.path, "HTTP_X_TAG", exchange.tag);
        byte[] body = exchange.body();
        int length = body.length;
        if (random.nextBoolean()) {
            params.put("CONTENT_LENGTH", Integer.toString(length));
        }
        records.begin(id, keepConnection).params(id, params);
        boolean whole = !half && (!exchange.abort || random.nextBoolean());
        for (int from = 0; from < (whole ? length : length / 2); ) {
            int piece = Math.min(length - from, 1 + random.nextInt(random.nextBoolean() ? 60_000 : 300));
            records.record(RecordType.STDIN, id, body, from, piece);
            from += piece;
        }
        if (whole) {
            records.end(RecordType.STDIN, id);
        }
        if (exchange.abort) {
            records.abort(id);
        }
    }

    private void write(FcgiClient client, byte[] bytes) throws IOException {
        for (int from = 0; from < bytes.length; ) {
            int piece = Math.min(bytes.length - from, 1 + random.nextInt(random.nextInt(4) == 0 ? 2000 : 100_000));
            client.write(ByteBuffer.wrap(bytes, from, piece));
            from += piece;
            dawdle();
        }
    }

    private void onEvent(WebServerEvent event, Map<Integer, Exchange> open, boolean mayBeRefused) throws IOException {
        if (event instanceof WebServerEvent.Output output && open.containsKey(output.requestId())) {
            open.get(output.requestId()).stdout.append(ISO_8859_1.decode(output.content()));
        } else if (event instanceof WebServerEvent.EndRequest end && open.containsKey(end.requestId())) {
            Exchange exchange = open.remove(end.requestId());
            if (exchange.text().startsWith("Status: 503 ")) {
                check(mayBeRefused, exchange);
            } else if (exchange.abort) {
                tally.aborted.incrementAndGet();
            } else {
                check(isRight(exchange), exchange);
                tally.complete.incrementAndGet();
            }
        } else {
            fault("after its end: " + event);
        }
    }

    /** The answer to a question, or the end of the connection, comes next, and no second END_REQUEST. */
    private boolean assertNothingFollows(FcgiClient client, boolean keepConnection, boolean mayBeCut)
            throws IOException {
        if (!keepConnection) {
            return !client.closed();
        }
        if (!mayBeCut || !multiplexing) { // else the connection may be on its way to the reset
            client.write(Records.getValues("FCGI_MPXS_CONNS").bytes());
            WebServerEvent event = client.next();
            if (!(event instanceof WebServerEvent.GetValuesResult)) {
                fault("behind the last END_REQUEST: " + event);
            }
        }
        return true;
    }

    private static boolean isRight(Exchange exchange) {
        String text = exchange.text();
        int body = text.indexOf("\r\n\r\n") + 4;
        String content = text.substring(body);
        if (exchange.path.equals("/throw")) {
            return text.startsWith("Status: 500 ");
        }
        if (body < 4 || !text.substring(0, body).contains("X-Tag: " + exchange.tag + "\r\n")) {
            return false;
        }
        return switch (exchange.path) {
            case "/echo" -> content.equals(new String(exchange.body(), ISO_8859_1));
            case "/count" -> content.equals(exchange.tag + " " + exchange.length);
            case "/ignore" -> content.equals(exchange.tag);
            case "/big" -> content.chars().allMatch(c -> (byte) c == FcgiSoakTest.fill(exchange.tag));
            default -> false; // /late must not end as if it were whole
        };
    }

    private void check(boolean right, Exchange exchange) {
        if (!right) {
            String text = exchange.text();
            fault(exchange.path + " " + exchange.tag + " gave " + text.substring(0, Math.min(300, text.length())));
        }
    }

    private void fault(String what) {
        tally.faults.add(kind + " seed " + seed + " round " + rounds + ": " + what);
    }
}
