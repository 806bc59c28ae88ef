package dev.fcgi.core;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.charset.Charset;
import java.util.Arrays;

/**
 * Name-value pairs in the order they arrived, duplicates kept (section 3.4). Names and values are bytes; text is made
 * of them where it is asked for. Immutable.
 */
public final class NameValuePairs {
    /** No pairs. */
    public static final NameValuePairs EMPTY = new NameValuePairs(new byte[0], new int[0]);

    private final byte[] content;
    /** Three numbers a pair: where the name starts, where the value starts, where the value ends. */
    private final int[] offsets;

    /** Takes both arrays over. */
    NameValuePairs(byte[] content, int[] offsets) {
        this.content = content;
        this.offsets = offsets;
    }

    /**
     * Makes pairs from text.
     *
     * @param namesAndValues each name followed by its value, every character one byte (ISO-8859-1)
     * @return the pairs in the same order
     */
    public static NameValuePairs of(String... namesAndValues) {
        if (namesAndValues.length % 2 != 0) {
            throw new IllegalArgumentException(
                    "the name '" + namesAndValues[namesAndValues.length - 1] + "' has no value");
        }
        byte[] content = String.join("", namesAndValues).getBytes(ISO_8859_1);
        int[] offsets = new int[3 * (namesAndValues.length / 2)];
        int at = 0;
        for (int i = 0, used = 0; i < namesAndValues.length; i += 2) {
            offsets[used++] = at;
            at += namesAndValues[i].length();
            offsets[used++] = at;
            at += namesAndValues[i + 1].length();
            offsets[used++] = at;
        }
        return new NameValuePairs(content, offsets);
    }

    /** {@return the number of pairs} */
    public int size() {
        return offsets.length / 3;
    }

    /**
     * Gives a name as text, each byte one character, so that no byte is lost.
     *
     * @param index 0 to {@link #size()} - 1
     * @return the name, possibly empty
     */
    public String name(int index) {
        return text(offsets[3 * index], offsets[3 * index + 1], ISO_8859_1);
    }

    /**
     * Gives a value as text.
     *
     * @param index 0 to {@link #size()} - 1
     * @param charset how to read the bytes; malformed input is replaced as {@link String} does
     * @return the value, possibly empty
     */
    public String value(int index, Charset charset) {
        return text(offsets[3 * index + 1], offsets[3 * index + 2], charset);
    }

    /**
     * Copies a value.
     *
     * @param index 0 to {@link #size()} - 1
     * @return the value's bytes, the caller's to keep
     */
    public byte[] valueBytes(int index) {
        return Arrays.copyOfRange(content, offsets[3 * index + 1], offsets[3 * index + 2]);
    }

    private String text(int from, int to, Charset charset) {
        return new String(content, from, to - from, charset);
    }

    /** {@return the names only: values may be secrets} */
    @Override
    public String toString() {
        StringBuilder names = new StringBuilder("NameValuePairs[");
        for (int i = 0; i < size(); i++) {
            names.append(i == 0 ? "" : ", ").append(name(i));
        }
        return names.append(']').toString();
    }
}
