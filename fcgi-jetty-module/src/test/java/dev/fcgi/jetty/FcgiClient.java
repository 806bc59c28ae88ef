package dev.fcgi.jetty;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.fcgi.core.EndRequestBody;
import dev.fcgi.core.ProtocolLimits;
import dev.fcgi.core.RecordType;
import dev.fcgi.core.WebServerEngine;
import dev.fcgi.core.WebServerEvent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** A web server at the other end of a raw socket. Every read has a deadline, every record received is checked. */
final class FcgiClient implements AutoCloseable {
    static final long DEADLINE_MILLIS = 20_000;

    private final SocketChannel channel;
    private final Selector selector = Selector.open();
    /** Of its own, as one thread may write while another reads. */
    private final Selector writeSelector = Selector.open();

    private final ByteBuffer in = ByteBuffer.allocate(128 * 1024).limit(0);
    private final WebServerEngine engine = new WebServerEngine(ProtocolLimits.DEFAULT);
    /** Responses of which something has arrived, by request ID. */
    private final Map<Integer, Parts> open = new HashMap<>();

    private final RecordLog log = new RecordLog();
    private long reads;
    private long written;

    FcgiClient(int port) throws IOException {
        this(SocketChannel.open(), new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    }

    /** @param receiveBufferBytes a small one makes the other side wait for this one to read */
    FcgiClient(int port, int receiveBufferBytes) throws IOException {
        this(
                SocketChannel.open().setOption(StandardSocketOptions.SO_RCVBUF, receiveBufferBytes),
                new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    }

    FcgiClient(UnixDomainSocketAddress address) throws IOException {
        this(SocketChannel.open(StandardProtocolFamily.UNIX), address);
    }

    private FcgiClient(SocketChannel channel, SocketAddress address) throws IOException {
        this.channel = channel;
        channel.connect(address);
        if (address instanceof InetSocketAddress) {
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        }
        channel.configureBlocking(false);
        channel.register(selector, SelectionKey.OP_READ);
        channel.register(writeSelector, SelectionKey.OP_WRITE);
    }

    /** Writes bytes as they are. */
    FcgiClient write(byte[] bytes) throws IOException {
        return write(ByteBuffer.wrap(bytes));
    }

    FcgiClient write(ByteBuffer bytes) throws IOException {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(DEADLINE_MILLIS);
        while (bytes.hasRemaining()) {
            if (tryWrite(bytes) == 0) {
                long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
                if (left <= 0) {
                    throw new Hang("nobody reads");
                }
                writeSelector.selectedKeys().clear();
                writeSelector.select(left);
            }
        }
        return this;
    }

    /** Writes as much as the other side takes at once. */
    int tryWrite(ByteBuffer bytes) throws IOException {
        synchronized (log) { // it has to see a request before the thread that reads shows it the answer
            ByteBuffer sent = bytes.duplicate();
            int length = channel.write(bytes);
            log.sent(sent.limit(bytes.position()));
            written += length;
            return length;
        }
    }

    /** {@return the bytes that were written} */
    long written() {
        return written;
    }

    /** Reads to the next event other than NeedInput. */
    WebServerEvent next() throws IOException {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(DEADLINE_MILLIS);
        while (true) {
            WebServerEvent event = engine.next(in);
            if (event != WebServerEvent.NeedInput.INSTANCE) {
                return event;
            }
            read(deadline);
        }
    }

    /** Reads bytes as they are, before any event: behind one there may be padding. */
    byte[] bytes(int length) throws IOException {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(DEADLINE_MILLIS);
        ByteBuffer bytes = ByteBuffer.allocate(length);
        while (true) {
            int taken = Math.min(bytes.remaining(), in.remaining());
            bytes.put(in.slice(in.position(), taken));
            in.position(in.position() + taken);
            if (!bytes.hasRemaining()) {
                return bytes.array();
            }
            read(deadline);
        }
    }

    private void read(long deadline) throws IOException {
        int read = 0;
        while (read == 0) {
            long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            if (left <= 0) {
                throw new Hang("nothing was sent in " + DEADLINE_MILLIS + " ms");
            }
            selector.selectedKeys().clear();
            if (selector.select(left) > 0) {
                in.clear();
                try {
                    read = channel.read(in);
                } finally {
                    in.flip();
                }
            }
        }
        reads++;
        if (read < 0) {
            throw new EndOfStream();
        }
        log.received(in.duplicate());
    }

    /** {@return the number of records received, each of which was as it has to be} */
    long records() {
        return log.records();
    }

    /** {@return how often something was read: the number of writes of the other side when it writes rarely} */
    long reads() {
        return reads;
    }

    /** Reads one whole response, when nothing else is sent. */
    Response response(int requestId) throws IOException {
        Map.Entry<Integer, Response> next = nextResponse();
        if (next.getKey() != requestId) {
            throw new IOException("unexpected response to request ID " + next);
        }
        return next.getValue();
    }

    /** Reads the rest of the response that is whole first, of those whose records arrive interleaved. */
    Map.Entry<Integer, Response> nextResponse() throws IOException {
        while (true) {
            WebServerEvent event = next();
            if (event instanceof WebServerEvent.Output output) {
                Parts parts = open.computeIfAbsent(output.requestId(), id -> new Parts());
                parts.add(output);
            } else if (event instanceof WebServerEvent.EndRequest end) {
                Parts parts = open.remove(end.requestId());
                return Map.entry(end.requestId(), (parts == null ? new Parts() : parts).response(end.body()));
            } else {
                throw new IOException("unexpected " + event);
            }
        }
    }

    /** What has arrived of a response. */
    private static final class Parts {
        private final ByteArrayOutputStream stdout = new ByteArrayOutputStream();
        private final ByteArrayOutputStream stderr = new ByteArrayOutputStream();
        private final Set<RecordType> ended = EnumSet.noneOf(RecordType.class);

        void add(WebServerEvent.Output output) throws IOException {
            if (ended.contains(output.type())) {
                throw new IOException(output.type() + " goes on behind its end");
            }
            byte[] bytes = new byte[output.content().remaining()];
            output.content().get(bytes);
            (output.type() == RecordType.STDOUT ? stdout : stderr).writeBytes(bytes);
            if (output.last()) {
                ended.add(output.type());
            }
        }

        Response response(EndRequestBody end) throws IOException {
            if (stderr.size() > 0 && !ended.contains(RecordType.STDERR)) {
                throw new IOException("STDERR does not end");
            }
            return new Response(
                    stdout.toString(ISO_8859_1),
                    ended.contains(RecordType.STDOUT),
                    stderr.toString(ISO_8859_1),
                    end.appStatus(),
                    end.protocolStatusCode());
        }
    }

    /** {@return whether the other side closes the connection without sending anything more} */
    boolean closed() throws IOException {
        try {
            throw new IOException("unexpected " + next());
        } catch (EndOfStream x) {
            return true;
        }
    }

    /** {@return whether the other side closes or resets the connection without sending anything more} */
    boolean gone() throws IOException {
        try {
            return closed();
        } catch (IOException x) {
            if (String.valueOf(x.getMessage()).contains("reset")) { // it had not read all that this side sent
                return true;
            }
            throw x;
        }
    }

    SocketAddress localAddress() throws IOException {
        return channel.getLocalAddress();
    }

    void shutdownOutput() throws IOException {
        channel.shutdownOutput();
    }

    /** Closes as a web server that has crashed. */
    void reset() throws IOException {
        channel.setOption(StandardSocketOptions.SO_LINGER, 0);
        close();
    }

    @Override
    public void close() throws IOException {
        selector.close();
        writeSelector.close();
        channel.close();
    }

    static final class EndOfStream extends IOException {
        private static final long serialVersionUID = 1L;

        EndOfStream() {
            super("end of stream");
        }
    }

    /** The other side did nothing for as long as this one waits. */
    static final class Hang extends IOException {
        private static final long serialVersionUID = 1L;

        Hang(String message) {
            super(message);
        }
    }

    /**
     * A response.
     *
     * @param text all of STDOUT, each byte one character
     * @param ended whether STDOUT was ended by its empty record
     * @param stderr all of STDERR
     */
    record Response(String text, boolean ended, String stderr, int appStatus, int protocolStatus) {
        byte[] stdout() {
            return text.getBytes(ISO_8859_1);
        }

        String head() {
            return text.substring(0, text.indexOf("\r\n\r\n") + 2);
        }

        String body() {
            return text.substring(text.indexOf("\r\n\r\n") + 4);
        }

        byte[] bodyBytes() {
            return body().getBytes(ISO_8859_1);
        }
    }
}
