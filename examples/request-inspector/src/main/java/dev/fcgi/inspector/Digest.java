package dev.fcgi.inspector;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What remains of a body that was read and not kept.
 *
 * @param bytes its length
 * @param sha256 its SHA-256, 64 lower-case hexadecimal digits
 */
record Digest(long bytes, String sha256) {
    private static final int BUFFER_BYTES = 16 * 1024;

    /** {@return the digest of a stream read to its end, through one buffer} */
    static Digest of(InputStream in) throws IOException {
        MessageDigest sha256 = newSha256();
        byte[] buffer = new byte[BUFFER_BYTES];
        long bytes = 0;
        for (int read = in.read(buffer); read != -1; read = in.read(buffer)) {
            sha256.update(buffer, 0, read);
            bytes += read;
        }
        return new Digest(bytes, HexFormat.of().formatHex(sha256.digest()));
    }

    /** {@return a new SHA-256, which every Java platform has} */
    static MessageDigest newSha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
