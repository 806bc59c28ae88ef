package dev.fcgi.it;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;

/** One HTTP/1.1 connection on which a test sends what bytes it likes, and reads as slowly as it likes. */
final class RawHttp implements AutoCloseable {

    private static final int DEADLINE_MILLIS = 30_000;

    private final Socket socket;
    private final InputStream in;
    private final int port;

    RawHttp(int port) throws IOException {
        this(port, "127.0.0.1", 0);
    }

    /**
     * @param port the web server's
     * @param localAddress the loopback address the connection comes from
     * @param receiveBytes the size of the receive buffer, 0 for the system's own choice
     */
    RawHttp(int port, String localAddress, int receiveBytes) throws IOException {
        this(port, connect(port, localAddress, receiveBytes));
    }

    private RawHttp(int port, Socket connected) throws IOException {
        this.port = port;
        socket = connected;
        in = new BufferedInputStream(connected.getInputStream());
    }

    /** Connects by TLS, with what certificate the context has. */
    static RawHttp secure(int port, String localAddress, SSLContext context) throws IOException {
        Socket plain = connect(port, localAddress, 0);
        SSLSocket tls = (SSLSocket) context.getSocketFactory().createSocket(plain, "localhost", port, true);
        tls.startHandshake();
        return new RawHttp(port, tls);
    }

    private static Socket connect(int port, String localAddress, int receiveBytes) throws IOException {
        Socket socket = new Socket();
        socket.bind(new InetSocketAddress(localAddress, 0));
        if (receiveBytes > 0) {
            socket.setReceiveBufferSize(receiveBytes);
        }
        socket.setSoTimeout(DEADLINE_MILLIS);
        socket.setTcpNoDelay(true);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), DEADLINE_MILLIS);
        return socket;
    }

    /** {@return the TLS session of a secure connection} */
    SSLSession session() {
        return ((SSLSocket) socket).getSession();
    }

    int localPort() {
        return socket.getLocalPort();
    }

    /** Sends a head with a Host field and these more, each character one byte. */
    RawHttp request(String method, String target, String... fields) throws IOException {
        StringBuilder head = new StringBuilder(method + " " + target + " HTTP/1.1\r\nHost: localhost:" + port + "\r\n");
        for (String field : fields) {
            head.append(field).append("\r\n");
        }
        return send(head + "\r\n");
    }

    RawHttp send(String text) throws IOException {
        return send(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    RawHttp send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        return this;
    }

    RawHttp send(InputStream body) throws IOException {
        body.transferTo(socket.getOutputStream());
        return this;
    }

    /** Reads status line and fields. */
    RawHead readHead() throws IOException {
        String statusLine = readLine();
        List<String> fields = new ArrayList<>();
        for (String line = readLine(); !line.isEmpty(); line = readLine()) {
            fields.add(line);
        }
        return new RawHead(statusLine, fields);
    }

    /** {@return the body that follows this head; reading it throws {@link EOFException} when it is cut} */
    InputStream body(RawHead head) {
        if (head.status() == 204 || head.status() == 304) {
            return InputStream.nullInputStream();
        }
        if ("chunked".equalsIgnoreCase(head.value("Transfer-Encoding"))) {
            return new ChunkedBody(in);
        }
        String length = head.value("Content-Length");
        return length == null ? in : new SizedBody(in, Long.parseLong(length));
    }

    /** Reads one whole response. */
    RawReply readReply() throws IOException {
        RawHead head = readHead();
        return new RawReply(head, body(head).readAllBytes());
    }

    /** Reads one whole response to a HEAD request, and that nothing comes after it. */
    RawHead readHeadThenEnd() throws IOException {
        RawHead head = readHead();
        int next = in.read();
        if (next >= 0) {
            throw new AssertionError("byte " + next + " after a response without body");
        }
        return head;
    }

    /** Goes away without a word. */
    void abort() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private String readLine() throws IOException {
        return readLine(in);
    }

    static String readLine(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                throw new EOFException("connection closed after \"" + line + "\"");
            }
            if (b != '\r') {
                line.append((char) b);
            }
        }
        return line.toString();
    }
}
