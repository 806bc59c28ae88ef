package dev.fcgi.servlet;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The head of a response as CGI wants it (RFC 3875, section 6): collects header fields and writes them with the status.
 *
 * <p>{@code Location} comes first and {@code Status}, always with a reason, second: HAProxy 2.6 makes a 302 of a
 * response whose Location follows its Status. Used by one thread.
 */
public final class CgiResponseHead {
    /** Facts about the connection with the web server, not about the response (section 6.3.4); the web server's own. */
    private static final Set<String> NEVER_SENT = Set.of(
            "status", "connection", "keep-alive", "proxy-connection", "transfer-encoding", "te", "trailer", "upgrade");

    /** Orders to the web server to send a file or another resource in place of the response. */
    private static final Set<String> FILE_ORDERS = Set.of(
            "x-accel-redirect",
            "x-sendfile",
            "x-lighttpd-send-file",
            "x-lighttpd-send-tempfile",
            "x-sendfile2",
            "x-reproxy-url");

    private static final byte[] LOCATION = latin1("Location: ");
    private static final byte[] STATUS = latin1("Status: ");
    private static final byte[] LINE_END = latin1("\r\n");

    private final int status;
    private final String reason;
    private final boolean fileOrders;
    private byte[] fields = new byte[256];
    private int size;
    private @Nullable String location;
    private boolean contentType;
    private boolean controlCharacters;

    /**
     * Makes a head without fields.
     *
     * @param status the HTTP status, 200 to 999
     * @param reason the reason phrase; a general one is used when it is {@code null} or empty
     * @param fileOrders whether fields such as X-Sendfile and X-Accel-Redirect are sent, which make the web server
     *     send a file or another resource; a risk when an application can be tricked into setting them
     */
    public CgiResponseHead(int status, @Nullable String reason, boolean fileOrders) {
        if (status < 200 || status > 999) {
            throw new IllegalArgumentException("status " + status + ": CGI carries final responses, 200 to 999");
        }
        this.status = status;
        this.reason = reason == null || reason.isEmpty() ? generalReason(status) : reason;
        this.fileOrders = fileOrders;
    }

    private static String generalReason(int status) {
        return switch (status / 100) {
            case 2 -> "Success";
            case 3 -> "Redirection";
            case 4 -> "Client Error";
            case 5 -> "Server Error";
            default -> "Unknown";
        };
    }

    /**
     * Adds a header field.
     *
     * @param name its name; a field whose name is not a token, or that is not the application's to send, is left out
     * @param value its value; line ends and other control characters become blanks, characters beyond ISO-8859-1
     *     question marks
     * @return whether the field will be sent
     */
    public boolean add(String name, @Nullable String value) {
        String text = value == null ? "" : value;
        String key = name.toLowerCase(Locale.ROOT);
        boolean token = Token.is(name);
        controlCharacters |= !token && name.chars().anyMatch(c -> c < 0x20);
        if (!token || NEVER_SENT.contains(key) || (!fileOrders && isFileOrder(key))) {
            return false;
        }
        if (key.equals("location")) {
            location = location == null ? text : location;
            return true;
        }
        if (key.equals("content-type")) {
            if (contentType) {
                return false;
            }
            contentType = true;
        }
        reserve(name.length() + text.length() + 4);
        put(name);
        fields[size++] = ':';
        fields[size++] = ' ';
        put(text);
        put(LINE_END);
        return true;
    }

    private static boolean isFileOrder(String key) {
        return FILE_ORDERS.contains(key) || key.startsWith("x-cgi-");
    }

    /** {@return whether a Content-Type was added: a body without one needs a default} */
    public boolean hasContentType() {
        return contentType;
    }

    /** {@return whether a field that was added had a line end or another control character in it, which was not sent} */
    public boolean hadControlCharacters() {
        return controlCharacters;
    }

    /**
     * Writes the head.
     *
     * @return all lines and the empty line that ends them, the caller's to keep; the head takes no more fields
     */
    public ByteBuffer encode() {
        byte[] added = fields;
        int addedSize = size;
        int locationLength = location == null ? 0 : location.length() + LOCATION.length + 2;
        fields = new byte[locationLength + STATUS.length + 4 + reason.length() + 2 + addedSize + 2];
        size = 0;
        if (location != null) {
            put(LOCATION);
            put(location);
            put(LINE_END);
        }
        put(STATUS);
        put(Integer.toString(status));
        fields[size++] = ' ';
        put(reason);
        put(LINE_END);
        System.arraycopy(added, 0, fields, size, addedSize);
        size += addedSize;
        put(LINE_END);
        return ByteBuffer.wrap(fields, 0, size);
    }

    private void reserve(int length) {
        if (fields.length - size < length) {
            fields = Arrays.copyOf(fields, Math.max(size + length, 2 * fields.length));
        }
    }

    private void put(byte[] bytes) {
        System.arraycopy(bytes, 0, fields, size, bytes.length);
        size += bytes.length;
    }

    private void put(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean control = (c < 0x20 && c != '\t') || c == 0x7F;
            controlCharacters |= control;
            fields[size++] = (byte) (control ? ' ' : c > 0xFF ? '?' : c);
        }
    }

    private static byte[] latin1(String text) {
        return text.getBytes(ISO_8859_1);
    }
}
