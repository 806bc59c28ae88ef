package dev.fcgi.jetty;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.fcgi.servlet.CgiResponseHead;
import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpStatus;

/**
 * A response of the connector's own, for a request that no application sees. Made and sent without a thread of the
 * pool, for all may be busy.
 */
final class Refusal {
    private static final String RETRY_AFTER_SECONDS = "1";

    private Refusal() {}

    /**
     * Makes the whole content of FCGI_STDOUT.
     *
     * @param status 400 to 599
     * @param hasBody whether the request may be answered with a body
     */
    static ByteBuffer encode(int status, boolean hasBody) {
        byte[] body = (status + " " + HttpStatus.getMessage(status) + "\n").getBytes(US_ASCII);
        CgiResponseHead head = new CgiResponseHead(status, HttpStatus.getMessage(status), false);
        head.add("Content-Type", "text/plain");
        head.add("Content-Length", Integer.toString(body.length));
        if (status == HttpStatus.SERVICE_UNAVAILABLE_503) {
            head.add("Retry-After", RETRY_AFTER_SECONDS);
        }
        ByteBuffer encoded = head.encode();
        return hasBody
                ? ByteBuffer.allocate(encoded.remaining() + body.length)
                        .put(encoded)
                        .put(body)
                        .flip()
                : encoded;
    }
}
