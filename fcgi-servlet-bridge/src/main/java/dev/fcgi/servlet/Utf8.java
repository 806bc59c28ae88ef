package dev.fcgi.servlet;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import org.jspecify.annotations.Nullable;

/** Strict UTF-8. */
final class Utf8 {
    private Utf8() {}

    /** {@return the text, or {@code null} when the bytes are none} */
    static @Nullable String decode(byte[] bytes) {
        try {
            return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException x) {
            return null;
        }
    }

    /** {@return the text of which each character is a byte as UTF-8, or as it is when it is none} */
    static String decodeOrKeep(String bytes) {
        String text = decode(bytes.getBytes(ISO_8859_1));
        return text == null ? bytes : text;
    }
}
