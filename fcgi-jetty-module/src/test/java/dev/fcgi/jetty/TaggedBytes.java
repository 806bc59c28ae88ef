package dev.fcgi.jetty;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

/** Content without end of which each part tells whose it is and where it stands. */
final class TaggedBytes {
    private final String tag;
    private final StringBuilder text = new StringBuilder();

    TaggedBytes(String tag) {
        this.tag = tag;
    }

    String text(int from, int to) {
        for (int n = text.length(); text.length() < to; n = text.length()) {
            text.append(tag).append('@').append(n).append(' ');
        }
        return text.substring(from, to);
    }

    byte[] bytes(int from, int to) {
        return text(from, to).getBytes(ISO_8859_1);
    }
}
