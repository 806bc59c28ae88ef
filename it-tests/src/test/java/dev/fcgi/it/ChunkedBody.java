package dev.fcgi.it;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/** A chunked body; an end before the last chunk is an {@link EOFException}. */
final class ChunkedBody extends InputStream {

    private final InputStream in;
    private int remaining;
    private boolean ended;

    ChunkedBody(InputStream in) {
        this.in = in;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int count) throws IOException {
        if (remaining == 0 && !ended) {
            remaining = Integer.parseInt(RawHttp.readLine(in), 16);
            if (remaining == 0) {
                RawHttp.readLine(in);
                ended = true;
            }
        }
        if (ended) {
            return -1;
        }
        int n = in.read(target, offset, Math.min(count, remaining));
        if (n < 0) {
            throw new EOFException(remaining + " bytes of a chunk are missing");
        }
        remaining -= n;
        if (remaining == 0) {
            RawHttp.readLine(in);
        }
        return n;
    }
}
