package dev.fcgi.it.app;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Random;

/** Bytes that test and servlet make alike from a seed: blocks of noise that each begin with their own number. */
public final class Data extends InputStream {

    private final byte[] block = new byte[64 * 1024];
    private final long length;
    private long position;

    /**
     * @param seed says which bytes
     * @param length how many of them, in bytes
     */
    public Data(long seed, long length) {
        new Random(seed).nextBytes(block);
        this.length = length;
    }

    /** {@return the SHA-256 of these bytes, in hexadecimal} */
    public static String sha256(long seed, long length) throws IOException {
        MessageDigest digest = newSha256();
        try (Data data = new Data(seed, length)) {
            byte[] buffer = new byte[64 * 1024];
            for (int n = data.read(buffer); n >= 0; n = data.read(buffer)) {
                digest.update(buffer, 0, n);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /** {@return a new SHA-256} */
    public static MessageDigest newSha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public int read() {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int count) {
        if (position == length) {
            return -1;
        }
        int inBlock = (int) (position % block.length);
        if (inBlock == 0) {
            ByteBuffer.wrap(block).putLong(position / block.length);
        }
        int n = (int) Math.min(Math.min(count, block.length - inBlock), length - position);
        System.arraycopy(block, inBlock, target, offset, n);
        position += n;
        return n;
    }
}
