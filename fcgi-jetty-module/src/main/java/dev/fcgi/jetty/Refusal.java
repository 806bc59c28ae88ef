package dev.fcgi.jetty;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.fcgi.core.NameValuePairs;
import dev.fcgi.core.ProtocolException.Reason;
import dev.fcgi.servlet.CgiRequest;
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

    /** Makes a redirect to the same path with a slash at its end. */
    static ByteBuffer addSlash(CgiRequest request) {
        int status = HttpStatus.FOUND_302;
        String query = request.queryString() == null ? "" : "?" + request.queryString();
        CgiResponseHead head = new CgiResponseHead(status, HttpStatus.getMessage(status), false);
        head.add("Location", PublicPaths.origin(request) + request.requestURI() + "/" + query);
        head.add("Content-Length", "0");
        return head.encode();
    }

    /** {@return the HTTP status that answers a fault of a request, or of its connection} */
    static int status(Reason reason) {
        return switch (reason) {
            case TOO_MANY_PARAMS_BYTES, TOO_MANY_PARAMS, NAME_TOO_LONG, VALUE_TOO_LONG ->
                HttpStatus.REQUEST_HEADER_FIELDS_TOO_LARGE_431;
            case OVERLOADED -> HttpStatus.SERVICE_UNAVAILABLE_503;
            case PARAMS_TIMEOUT -> HttpStatus.REQUEST_TIMEOUT_408;
            case UNKNOWN_VERSION,
                    NULL_REQUEST_ID,
                    DUPLICATE_REQUEST_ID,
                    BAD_CONTENT_LENGTH,
                    UNEXPECTED_RECORD,
                    TRUNCATED_PAIR,
                    TOO_MANY_MANAGEMENT_BYTES -> HttpStatus.BAD_REQUEST_400;
        };
    }

    /** {@return whether a request, though nothing else about it may be right, gets no body} */
    static boolean isHead(NameValuePairs params) {
        for (int i = params.size() - 1; i >= 0; i--) {
            if (params.name(i).equals("REQUEST_METHOD")) {
                return params.value(i, US_ASCII).equals("HEAD");
            }
        }
        return false;
    }
}
