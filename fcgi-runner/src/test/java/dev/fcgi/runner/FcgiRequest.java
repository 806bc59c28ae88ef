package dev.fcgi.runner;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.awaitility.Awaitility.await;

import dev.fcgi.core.NameValueEncoder;
import dev.fcgi.core.ProtocolLimits;
import dev.fcgi.core.RecordEncoder;
import dev.fcgi.core.RecordType;
import dev.fcgi.core.Role;
import dev.fcgi.core.WebServerEngine;
import dev.fcgi.core.WebServerEvent;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** One GET request as a web server sends it, on a connection of its own. */
final class FcgiRequest implements AutoCloseable {
    private static final int REQUEST_ID = 1;

    private final SocketChannel channel;

    private FcgiRequest(SocketChannel channel) {
        this.channel = channel;
    }

    static InetSocketAddress loopback(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    /** {@return the whole response to a request} */
    static String get(SocketAddress address, String target) throws IOException {
        return get(address, target, Map.of());
    }

    /** {@return the whole response to a request with further params} */
    static String get(SocketAddress address, String target, Map<String, String> more) throws IOException {
        try (FcgiRequest request = send(address, target, more)) {
            return request.response();
        }
    }

    /** Sends a request without waiting for the response. */
    static FcgiRequest send(SocketAddress address, String target) throws IOException {
        return send(address, target, Map.of());
    }

    private static FcgiRequest send(SocketAddress address, String target, Map<String, String> more) throws IOException {
        FcgiRequest request = connect(address);
        ByteBuffer out = ByteBuffer.wrap(bytes(target, more));
        while (out.hasRemaining()) {
            request.channel.write(out);
        }
        return request;
    }

    /**
     * Sends a request to {@link JakartaServlet} and waits until it is there, where it stays until the file is deleted.
     *
     * @param path of the web application
     * @param file does not exist yet
     */
    static FcgiRequest hold(SocketAddress address, String path, Path file) throws IOException {
        FcgiRequest request = send(address, path + "?hold=" + file);
        await("request in the servlet").atMost(FcgiProcess.PATIENCE).until(() -> Files.exists(file));
        return request;
    }

    /** Connects and sends nothing. */
    static FcgiRequest connect(SocketAddress address) throws IOException {
        return new FcgiRequest(SocketChannel.open(address));
    }

    /** Waits until the other side has closed the connection or sent something. */
    boolean isClosedByPeer() throws IOException {
        return channel.read(ByteBuffer.allocate(1)) < 0;
    }

    /** {@return what a web server sends for a request} */
    static byte[] bytes(String target, Map<String, String> more) {
        int query = target.indexOf('?');
        Map<String, String> pairs = new HashMap<>(Map.of(
                "REQUEST_METHOD", "GET",
                "REQUEST_URI", target,
                "QUERY_STRING", query < 0 ? "" : target.substring(query + 1),
                "SERVER_PROTOCOL", "HTTP/1.1",
                "SERVER_NAME", "localhost",
                "SERVER_PORT", "80",
                "REMOTE_ADDR", "127.0.0.1",
                "HTTP_HOST", "localhost"));
        pairs.putAll(more);
        byte[] params = encode(pairs);
        ByteBuffer out = ByteBuffer.allocate(params.length + 256);
        RecordEncoder.beginRequest(out, REQUEST_ID, Role.RESPONDER, false);
        RecordEncoder.record(out, RecordType.PARAMS, REQUEST_ID, ByteBuffer.wrap(params));
        RecordEncoder.endOfStream(out, RecordType.PARAMS, REQUEST_ID);
        RecordEncoder.endOfStream(out, RecordType.STDIN, REQUEST_ID);
        return Arrays.copyOf(out.array(), out.position());
    }

    /** {@return all of STDOUT, each byte one character} */
    String response() throws IOException {
        WebServerEngine engine = new WebServerEngine(ProtocolLimits.DEFAULT);
        ByteBuffer in = ByteBuffer.allocate(64 * 1024).limit(0);
        ByteArrayOutputStream stdout = new ByteArrayOutputStream();
        while (true) {
            WebServerEvent event = engine.next(in);
            if (event instanceof WebServerEvent.Output output) {
                byte[] bytes = new byte[output.content().remaining()];
                output.content().get(bytes);
                stdout.writeBytes(bytes);
            } else if (event instanceof WebServerEvent.EndRequest) {
                return stdout.toString(ISO_8859_1);
            } else if (event == WebServerEvent.NeedInput.INSTANCE) {
                in.clear();
                if (channel.read(in) < 0) {
                    throw new EOFException("closed after " + stdout.size() + " bytes");
                }
                in.flip();
            } else {
                throw new AssertionError(event);
            }
        }
    }

    private static byte[] encode(Map<String, String> params) {
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

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
