package dev.fcgi.jetty;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A conversation written down. Each part begins with {@code >} when the web server sends it, with {@code <} when it
 * receives it. Bytes are hexadecimal digits, or text in quotes, with Java's escapes; {@code #} begins a comment.
 */
final class Transcript {
    private static final Pattern PART = Pattern.compile("^(?=[<>])", Pattern.MULTILINE);
    private static final Pattern TOKEN = Pattern.compile("\"([^\"]*)\"|([0-9a-fA-F]+)|#.*");

    private Transcript() {}

    static byte[] bytes(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (Matcher token = TOKEN.matcher(text); token.find(); ) {
            if (token.group(1) != null) {
                bytes.writeBytes(token.group(1).translateEscapes().getBytes(ISO_8859_1));
            } else if (token.group(2) != null) {
                bytes.writeBytes(HexFormat.of().parseHex(token.group(2)));
            }
        }
        return bytes.toByteArray();
    }

    /** Sends what the web server sends, and fails unless exactly what it is to receive comes. */
    static void play(FcgiClient client, String conversation) throws IOException {
        for (String part : PART.split(conversation, 0)) {
            byte[] bytes = bytes(part.substring(1));
            if (part.startsWith(">")) {
                client.write(bytes);
            } else {
                assertThat(shown(client.bytes(bytes.length))).isEqualTo(shown(bytes));
            }
        }
    }

    private static String shown(byte[] bytes) {
        StringBuilder text = new StringBuilder();
        for (byte b : bytes) {
            text.append(b >= ' ' && b < 0x7f ? String.valueOf((char) b) : String.format("<%02x>", b));
        }
        return text.toString();
    }
}
