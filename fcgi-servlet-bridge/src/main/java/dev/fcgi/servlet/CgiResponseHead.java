package dev.fcgi.servlet;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The head of a response as CGI wants it (RFC 3875, section 6): collects header fields and writes them with the status.
 *
 * <p>{@code Location} comes first and {@code Status}, always with a reason, second: HAProxy 2.6 makes a 302 of a
 * response whose Location follows its Status. Used by one thread.
 */
public final class CgiResponseHead {
    /** Facts about the connection with the web server, not about the response (section 6.3.4); the web server's own. */
    private static final List<String> NEVER_SENT = List.of(
            "Status", "Connection", "Keep-Alive", "Proxy-Connection", "Transfer-Encoding", "TE", "Trailer", "Upgrade");

    /** Orders to the web server to send a file or another resource in place of the response. */
    private static final List<String> FILE_ORDERS = List.of(
            "X-Accel-Redirect",
            "X-Sendfile",
            "X-LIGHTTPD-send-file",
            "X-LIGHTTPD-send-tempfile",
            "X-Sendfile2",
            "X-Reproxy-URL");

    private static final String FILE_ORDER_PREFIX = "X-CGI-";

    private static final String LOCATION = "Location: ";
    private static final String STATUS = "Status: ";
    private static final String LINE_END = "\r\n";

    private final int status;
    private final String reason;
    private final boolean fileOrders;
    /** Each name followed by its value. */
    private final List<String> fields = new ArrayList<>(12);

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
        this.reason = reason == null || reason.isEmpty() ? generalReason(status) : clean(reason);
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
        boolean token = Token.is(name);
        controlCharacters |= !token && name.chars().anyMatch(c -> c < 0x20);
        if (!token || isAmong(NEVER_SENT, name) || (!fileOrders && isFileOrder(name))) {
            return false;
        }
        if (name.equalsIgnoreCase("Location")) {
            location = location == null ? clean(text) : location;
            return true;
        }
        if (name.equalsIgnoreCase("Content-Type")) {
            if (contentType) {
                return false;
            }
            contentType = true;
        }
        fields.add(name);
        fields.add(clean(text));
        return true;
    }

    /** {@return the text as it can be sent, each character one byte} */
    private String clean(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (isControl(text.charAt(i)) || text.charAt(i) > 0xFF) {
                return replace(text);
            }
        }
        return text;
    }

    private String replace(String text) {
        StringBuilder out = new StringBuilder(text);
        for (int i = 0; i < out.length(); i++) {
            boolean control = isControl(out.charAt(i));
            controlCharacters |= control;
            if (control || out.charAt(i) > 0xFF) {
                out.setCharAt(i, control ? ' ' : '?');
            }
        }
        return out.toString();
    }

    private static boolean isControl(char c) {
        return (c < 0x20 && c != '\t') || c == 0x7F;
    }

    private static boolean isAmong(List<String> names, String name) {
        for (int i = 0; i < names.size(); i++) {
            if (names.get(i).equalsIgnoreCase(name)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isFileOrder(String name) {
        return isAmong(FILE_ORDERS, name)
                || name.regionMatches(true, 0, FILE_ORDER_PREFIX, 0, FILE_ORDER_PREFIX.length());
    }

    /** {@return whether a Content-Type was added: a body without one needs a default} */
    public boolean hasContentType() {
        return contentType;
    }

    /** {@return whether a field that was added had a line end or another control character in it, which is not sent} */
    public boolean hadControlCharacters() {
        return controlCharacters;
    }

    /**
     * Writes the head.
     *
     * @return all lines and the empty line that ends them, the caller's to keep; the head takes no more fields
     */
    public ByteBuffer encode() {
        String code = Integer.toString(status);
        int length = STATUS.length() + code.length() + 1 + reason.length() + 2 + 2;
        if (location != null) {
            length += LOCATION.length() + location.length() + 2;
        }
        for (int i = 0; i < fields.size(); i++) {
            length += fields.get(i).length() + 2;
        }
        byte[] out = new byte[length];
        int at = 0;
        if (location != null) {
            at = put(out, put(out, put(out, at, LOCATION), location), LINE_END);
        }
        at = put(out, put(out, put(out, at, STATUS), code), " ");
        at = put(out, put(out, at, reason), LINE_END);
        for (int i = 0; i < fields.size(); i += 2) {
            at = put(out, put(out, at, fields.get(i)), ": ");
            at = put(out, put(out, at, fields.get(i + 1)), LINE_END);
        }
        put(out, at, LINE_END);
        return ByteBuffer.wrap(out);
    }

    @SuppressWarnings("deprecation") // the one method that takes the low bytes of a text as they are
    private static int put(byte[] out, int at, String text) {
        text.getBytes(0, text.length(), out, at);
        return at + text.length();
    }
}
