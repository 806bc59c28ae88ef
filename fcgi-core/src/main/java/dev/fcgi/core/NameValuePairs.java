package dev.fcgi.core;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.charset.Charset;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

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
    /** 0 until it is asked for. */
    private int hash;

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

    /**
     * Compares the names alone.
     *
     * @param other other pairs
     * @return whether they have the same names in the same order, byte by byte
     */
    public boolean hasNamesOf(NameValuePairs other) {
        if (offsets.length != other.offsets.length) {
            return false;
        }
        for (int i = 0; i < offsets.length; i += 3) {
            if (!Arrays.equals(
                    content, offsets[i], offsets[i + 1], other.content, other.offsets[i], other.offsets[i + 1])) {
                return false;
            }
        }
        return true;
    }

    /** {@return whether the other has the same names and values in the same order, byte by byte} */
    @Override
    public boolean equals(@Nullable Object object) {
        if (this == object) {
            return true;
        }
        if (!(object instanceof NameValuePairs other) || offsets.length != other.offsets.length) {
            return false;
        }
        if (Arrays.equals(offsets, other.offsets) && Arrays.equals(content, 0, end(), other.content, 0, other.end())) {
            return true; // as they arrived, lengths included
        }
        for (int i = 0; i < offsets.length; i += 3) {
            if (offsets[i + 1] - offsets[i] != other.offsets[i + 1] - other.offsets[i]
                    || !Arrays.equals(
                            content,
                            offsets[i],
                            offsets[i + 2],
                            other.content,
                            other.offsets[i],
                            other.offsets[i + 2])) {
                return false;
            }
        }
        return true;
    }

    /** Of the lengths of names and values, and the ends of values: quick, and different for most requests. */
    @Override
    public int hashCode() {
        int result = hash;
        if (result == 0) {
            result = 1;
            for (int i = 0; i < offsets.length; i += 3) {
                int valueStart = offsets[i + 1];
                int valueEnd = offsets[i + 2];
                result = 31 * result + (valueStart - offsets[i]);
                result = 31 * result + (valueEnd - valueStart);
                for (int at = Math.max(valueStart, valueEnd - Integer.BYTES); at < valueEnd; at++) {
                    result = 31 * result + content[at];
                }
            }
            hash = result;
        }
        return result;
    }

    private int end() {
        return offsets.length == 0 ? 0 : offsets[offsets.length - 1];
    }

    /** {@return the bytes that are held for all names and values} */
    public int heldBytes() {
        return content.length;
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
