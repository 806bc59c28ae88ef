package dev.fcgi.jetty;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.BufferUtil;

/**
 * What the web server is told of an error that an application did not catch: a line on FCGI_STDERR, which it puts into
 * its log, and an appStatus (sections 5.3 and 5.5). The whole of it is in this server's log.
 *
 * @param maxStderrBytes most bytes of the line, 0 for none
 * @param appStatus what END_REQUEST carries
 */
record ErrorReport(int maxStderrBytes, int appStatus) {
    private static final int MOST_STDERR_BYTES = 32 * 1024;
    private static final int MOST_APP_STATUS = 255;

    ErrorReport {
        requireWithin(MOST_STDERR_BYTES, "maxStderrBytes", maxStderrBytes);
        requireWithin(MOST_APP_STATUS, "errorAppStatus", appStatus);
    }

    private static void requireWithin(int most, String name, int value) {
        if (value < 0 || value > most) {
            throw new IllegalArgumentException(name + " is " + value + ": it must be 0 to " + most);
        }
    }

    /** {@return whether the application of a request failed with an error that it did not catch} */
    static boolean isFailed(Request request) {
        return request.getAttribute(ErrorHandler.ERROR_EXCEPTION) instanceof Throwable;
    }

    /** {@return the line, empty when there is nothing to tell} */
    ByteBuffer stderr(Request request) {
        if (maxStderrBytes == 0 || !(request.getAttribute(ErrorHandler.ERROR_EXCEPTION) instanceof Throwable failure)) {
            return BufferUtil.EMPTY_BUFFER;
        }
        String text = request.getMethod() + " failed: " + failure;
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < text.length() && line.length() < maxStderrBytes; i++) {
            char c = text.charAt(i);
            line.append(c >= ' ' && c < 0x7F ? c : '?');
        }
        return ByteBuffer.wrap(line.toString().getBytes(US_ASCII));
    }
}
