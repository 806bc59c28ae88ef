package dev.fcgi.it;

import java.nio.charset.StandardCharsets;

/** A whole response as it came. */
@SuppressWarnings("ArrayRecordComponent") // read once, never compared
record RawReply(RawHead head, byte[] body) {

    int status() {
        return head.status();
    }

    String text() {
        return new String(body, StandardCharsets.UTF_8);
    }
}
