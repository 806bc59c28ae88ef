package dev.fcgi.it;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/** A body of announced length; an end before that is an {@link EOFException}. */
final class SizedBody extends InputStream {

    private final InputStream in;
    private long remaining;

    SizedBody(InputStream in, long length) {
        this.in = in;
        this.remaining = length;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int count) throws IOException {
        if (remaining == 0) {
            return -1;
        }
        int n = in.read(target, offset, (int) Math.min(count, remaining));
        if (n < 0) {
            throw new EOFException(remaining + " bytes are missing");
        }
        remaining -= n;
        return n;
    }
}
