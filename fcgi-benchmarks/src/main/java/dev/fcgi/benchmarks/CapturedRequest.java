package dev.fcgi.benchmarks;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.fcgi.core.ApplicationValues;
import dev.fcgi.core.Capacity;
import dev.fcgi.core.Event;
import dev.fcgi.core.FcgiEngine;
import dev.fcgi.core.NameValuePairs;
import dev.fcgi.core.Overload;
import dev.fcgi.core.ProtocolException;
import dev.fcgi.core.ProtocolLimits;
import dev.fcgi.core.RecentPairs;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Objects;
import java.util.stream.Collectors;

/** A request of nginx on a connection that it keeps, as it was recorded; the files say which. */
public enum CapturedRequest {
    /** A request with a Host header and no other. */
    FEW_HEADERS("nginx-few-headers.hex"),
    /** A request with eight headers. */
    MANY_HEADERS("nginx-many-headers.hex");

    private final String file;

    CapturedRequest(String file) {
        this.file = file;
    }

    /** {@return all records of the request, in a direct buffer as the connector has} */
    ByteBuffer bytes() {
        try (InputStream in = Objects.requireNonNull(CapturedRequest.class.getResourceAsStream(file), file)) {
            String hex = new String(in.readAllBytes(), US_ASCII)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .collect(Collectors.joining());
            byte[] bytes = HexFormat.of().parseHex(hex);
            return ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
        } catch (IOException x) {
            throw new UncheckedIOException(x);
        }
    }

    /** {@return the variables in the request} */
    NameValuePairs params() throws ProtocolException {
        return params(bytes());
    }

    /** {@return variables that differ from those of other numbers in a value} */
    NameValuePairs params(int number) throws ProtocolException {
        ByteBuffer bytes = bytes();
        byte[] port = "REMOTE_PORT".getBytes(US_ASCII);
        for (int at = 0; at < bytes.limit() - port.length; at++) {
            if (bytes.slice(at, port.length).equals(ByteBuffer.wrap(port))) {
                bytes.put(at + port.length, Integer.toString(10_000 + number).getBytes(US_ASCII));
                return params(bytes);
            }
        }
        throw new AssertionError(file);
    }

    private static NameValuePairs params(ByteBuffer bytes) throws ProtocolException {
        Event event = newEngine(new Capacity(1, Long.MAX_VALUE)).next(bytes);
        if (event instanceof Event.Request request) {
            return request.params();
        }
        throw new AssertionError(event);
    }

    static FcgiEngine newEngine(Capacity capacity) {
        return new FcgiEngine(
                ProtocolLimits.DEFAULT,
                new ApplicationValues(1, 1, false),
                Overload.STATUS,
                capacity,
                new RecentPairs());
    }
}
