package dev.fcgi.jetty;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.fcgi.core.NameValueEncoder;
import dev.fcgi.core.ProtocolLimits;
import dev.fcgi.core.RecordEncoder;
import dev.fcgi.core.RecordHeader;
import dev.fcgi.core.RecordType;
import dev.fcgi.core.Role;
import dev.fcgi.core.WebServerEngine;
import dev.fcgi.core.WebServerEvent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A web server at the other end of a raw socket. Every read has a deadline. */
final class FcgiClient implements AutoCloseable {
    static final long DEADLINE_MILLIS = 20_000;

    private final SocketChannel channel;
    private final Selector selector;
    private final ByteBuffer in = ByteBuffer.allocate(128 * 1024).limit(0);
    private final WebServerEngine engine = new WebServerEngine(ProtocolLimits.DEFAULT);
    private long reads;

    FcgiClient(int port) throws IOException {
        this(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    }

    FcgiClient(SocketAddress address) throws IOException {
        channel = SocketChannel.open(address);
        channel.configureBlocking(false);
        selector = Selector.open();
        channel.register(selector, SelectionKey.OP_READ);
    }

    /** Writes bytes as they are. */
    FcgiClient write(byte[] bytes) throws IOException {
        return write(ByteBuffer.wrap(bytes));
    }

    FcgiClient write(ByteBuffer bytes) throws IOException {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(DEADLINE_MILLIS);
        while (bytes.hasRemaining()) {
            if (channel.write(bytes) == 0) {
                if (System.nanoTime() > deadline) {
                    throw new IOException("nobody reads");
                }
                Thread.onSpinWait();
            }
        }
        return this;
    }

    /** Writes as much as the other side takes at once. */
    int tryWrite(ByteBuffer bytes) throws IOException {
        return channel.write(bytes);
    }

    /** Reads to the next event other than NeedInput. */
    WebServerEvent next() throws IOException {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(DEADLINE_MILLIS);
        while (true) {
            WebServerEvent event = engine.next(in);
            if (event != WebServerEvent.NeedInput.INSTANCE) {
                return event;
            }
            long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            if (left <= 0) {
                throw new IOException("nothing was sent in " + DEADLINE_MILLIS + " ms");
            }
            selector.selectedKeys().clear();
            if (selector.select(left) > 0) {
                in.clear();
                int read = channel.read(in);
                in.flip();
                reads++;
                if (read < 0) {
                    throw new EndOfStream();
                }
            }
        }
    }

    /** {@return how often something was read: the number of writes of the other side when it writes rarely} */
    long reads() {
        return reads;
    }

    /** Reads one whole response. */
    Response response(int requestId) throws IOException {
        ByteArrayOutputStream stdout = new ByteArrayOutputStream();
        boolean ended = false;
        while (true) {
            WebServerEvent event = next();
            if (event instanceof WebServerEvent.Output output && output.requestId() == requestId) {
                if (ended) {
                    throw new IOException("STDOUT goes on behind its end");
                }
                byte[] bytes = new byte[output.content().remaining()];
                output.content().get(bytes);
                stdout.writeBytes(bytes);
                ended = output.last();
            } else if (event instanceof WebServerEvent.EndRequest end && end.requestId() == requestId) {
                return new Response(
                        stdout.toString(ISO_8859_1),
                        ended,
                        end.body().appStatus(),
                        end.body().protocolStatusCode());
            } else {
                throw new IOException("unexpected " + event);
            }
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

    void shutdownOutput() throws IOException {
        channel.shutdownOutput();
    }

    @Override
    public void close() throws IOException {
        selector.close();
        channel.close();
    }

    static final class EndOfStream extends IOException {
        private static final long serialVersionUID = 1L;

        EndOfStream() {
            super("end of stream");
        }
    }

    /**
     * A response.
     *
     * @param text all of STDOUT, each byte one character
     * @param ended whether STDOUT was ended by its empty record
     */
    record Response(String text, boolean ended, int appStatus, int protocolStatus) {
        byte[] stdout() {
            return text.getBytes(ISO_8859_1);
        }

        String head() {
            return text.substring(0, text.indexOf("\r\n\r\n") + 2);
        }

        String body() {
            return text.substring(text.indexOf("\r\n\r\n") + 4);
        }
    }

    /** Builds what a web server sends. */
    static final class Records {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        Records begin(int requestId, boolean keepConnection) {
            return begin(requestId, Role.RESPONDER, keepConnection);
        }

        Records begin(int requestId, Role role, boolean keepConnection) {
            ByteBuffer out = ByteBuffer.allocate(RecordEncoder.DISCRETE_RECORD_LENGTH);
            RecordEncoder.beginRequest(out, requestId, role, keepConnection);
            return raw(out.array());
        }

        Records params(int requestId, Map<String, String> params) {
            return stream(RecordType.PARAMS, requestId, encode(params)).end(RecordType.PARAMS, requestId);
        }

        Records stdin(int requestId, byte[] content) {
            return stream(RecordType.STDIN, requestId, content);
        }

        Records stdin(int requestId, String content) {
            return stdin(requestId, content.getBytes(ISO_8859_1));
        }

        Records end(RecordType type, int requestId) {
            ByteBuffer out = ByteBuffer.allocate(RecordHeader.LENGTH);
            RecordEncoder.endOfStream(out, type, requestId);
            return raw(out.array());
        }

        Records abort(int requestId) {
            ByteBuffer out = ByteBuffer.allocate(RecordHeader.LENGTH);
            RecordEncoder.abortRequest(out, requestId);
            return raw(out.array());
        }

        Records stream(RecordType type, int requestId, byte[] content) {
            for (int from = 0; from < content.length; from += RecordHeader.MAX_CONTENT_LENGTH) {
                int length = Math.min(content.length - from, RecordHeader.MAX_CONTENT_LENGTH);
                record(type, requestId, content, from, length);
            }
            return this;
        }

        Records record(RecordType type, int requestId, byte[] content, int from, int length) {
            ByteBuffer out = ByteBuffer.allocate(RecordHeader.LENGTH + length + 7);
            RecordEncoder.record(out, type, requestId, ByteBuffer.wrap(content, from, length));
            bytes.write(out.array(), 0, out.position());
            return this;
        }

        Records raw(byte[] more) {
            bytes.writeBytes(more);
            return this;
        }

        byte[] bytes() {
            return bytes.toByteArray();
        }

        static byte[] encode(Map<String, String> params) {
            ByteArrayOutputStream encoded = new ByteArrayOutputStream();
            params.forEach((name, value) -> {
                byte[] n = name.getBytes(ISO_8859_1);
                byte[] v = value.getBytes(ISO_8859_1);
                ByteBuffer out = ByteBuffer.allocate(NameValueEncoder.encodedLength(n, v));
                NameValueEncoder.put(out, n, v);
                encoded.writeBytes(out.array());
            });
            return encoded.toByteArray();
        }
    }
}
