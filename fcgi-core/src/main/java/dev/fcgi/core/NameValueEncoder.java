package dev.fcgi.core;

import java.nio.ByteBuffer;

/** Writes name-value pairs (section 3.4). */
public final class NameValueEncoder {
    private NameValueEncoder() {}

    /**
     * Computes the room a pair takes.
     *
     * @param name the name's bytes
     * @param value the value's bytes
     * @return the number of bytes {@link #put} writes
     */
    public static int encodedLength(byte[] name, byte[] value) {
        return lengthOfLength(name.length) + lengthOfLength(value.length) + name.length + value.length;
    }

    /**
     * Writes a pair: lengths up to 127 in one byte, longer ones in four.
     *
     * @param out where to; must have {@link #encodedLength} bytes remaining
     * @param name the name's bytes
     * @param value the value's bytes
     */
    public static void put(ByteBuffer out, byte[] name, byte[] value) {
        putLength(out, name.length);
        putLength(out, value.length);
        out.put(name).put(value);
    }

    private static int lengthOfLength(int length) {
        return length < 0x80 ? 1 : 4;
    }

    private static void putLength(ByteBuffer out, int length) {
        if (length < 0x80) {
            out.put((byte) length);
        } else {
            out.putInt(length | 0x8000_0000);
        }
    }
}
