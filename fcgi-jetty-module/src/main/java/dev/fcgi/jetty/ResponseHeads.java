package dev.fcgi.jetty;

import dev.fcgi.servlet.CgiRequest;
import dev.fcgi.servlet.CgiResponseHead;
import dev.fcgi.servlet.Mount.Prefix;
import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.MetaData;
import org.jspecify.annotations.Nullable;

/**
 * From Jetty's response to the CGI response head.
 *
 * @param fileOrders whether fields such as X-Sendfile and X-Accel-Redirect are sent
 * @param unbufferedEvents whether event streams get X-Accel-Buffering: no, without which nginx holds events back
 * @param onControlCharacters told of each response that had control characters in its fields
 */
record ResponseHeads(boolean fileOrders, boolean unbufferedEvents, Runnable onControlCharacters) {
    private static final String DEFAULT_CONTENT_TYPE = "application/octet-stream";
    private static final String EVENT_STREAM = "text/event-stream";
    private static final String X_ACCEL_BUFFERING = "X-Accel-Buffering";

    /** {@return whether a response has a body at all} */
    static boolean allowsBody(String method, int status) {
        return !method.equals("HEAD") && status != HttpStatus.NO_CONTENT_204 && status != HttpStatus.NOT_MODIFIED_304;
    }

    /**
     * Encodes the head of a response.
     *
     * @param knownLength bytes in the whole body when they are known and the application did not say, else -1
     * @param hasBody whether the application sends, or to a GET would send, content
     * @param publicLocation whether Location is known to be as clients have to see it
     */
    ByteBuffer encode(
            CgiRequest request, MetaData.Response response, long knownLength, boolean hasBody, boolean publicLocation) {
        int status = response.getStatus();
        CgiResponseHead head = new CgiResponseHead(status, reason(response), fileOrders);
        HttpFields fields = response.getHttpFields();
        boolean length = false;
        for (HttpField field : fields) {
            HttpHeader header = field.getHeader();
            if (header == HttpHeader.CONTENT_LENGTH) {
                length = true;
                if (status == HttpStatus.NO_CONTENT_204) {
                    continue;
                }
            }
            head.add(field.getName(), value(request, field, status, publicLocation));
        }
        if (knownLength >= 0 && !length) {
            head.add("Content-Length", Long.toString(knownLength));
        }
        if (hasBody && !head.hasContentType()) {
            head.add("Content-Type", DEFAULT_CONTENT_TYPE);
        }
        if (unbufferedEvents && isEventStream(fields) && !fields.contains(X_ACCEL_BUFFERING)) {
            head.add(X_ACCEL_BUFFERING, "no");
        }
        ByteBuffer encoded = head.encode();
        if (head.hadControlCharacters()) {
            onControlCharacters.run();
        }
        return encoded;
    }

    private static @Nullable String value(CgiRequest request, HttpField field, int status, boolean publicLocation) {
        HttpHeader header = field.getHeader();
        String value = field.getValue();
        Prefix mount = request.mount();
        if (value == null) {
            return null;
        }
        if (header == HttpHeader.LOCATION) {
            String location = mount == null || publicLocation ? value : PublicPaths.location(request, mount, value);
            return location(request, status, location);
        }
        return header == HttpHeader.SET_COOKIE && mount != null ? PublicPaths.cookie(mount, value) : value;
    }

    /** {@return what the application or Jetty has to say, or {@code null}} */
    private static @Nullable String reason(MetaData.Response response) {
        HttpStatus.Code code = HttpStatus.getCode(response.getStatus());
        String reason = response.getReason();
        return reason == null && code != null ? code.getMessage() : reason;
    }

    private static boolean isEventStream(HttpFields fields) {
        String contentType = fields.get(HttpHeader.CONTENT_TYPE);
        return contentType != null && contentType.regionMatches(true, 0, EVENT_STREAM, 0, EVENT_STREAM.length());
    }

    /** A local path with status 200 is an internal redirect to Apache (RFC 3875, section 6.2.2): made absolute. */
    private static String location(CgiRequest request, int status, String location) {
        if (status != HttpStatus.OK_200 || !location.startsWith("/")) {
            return location;
        }
        return PublicPaths.origin(request) + location;
    }
}
