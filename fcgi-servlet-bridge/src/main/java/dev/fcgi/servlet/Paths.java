package dev.fcgi.servlet;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayDeque;
import java.util.Deque;

/** Percent-encoding (RFC 3986, section 2.1) and normalising of paths. Decoded paths have one character for each byte. */
final class Paths {
    /** What may stand in a raw path. */
    static final String PATH_CHARACTERS = "/%;:@!$&'()*+,=-._~";
    /** What may stand in a raw query, as Jetty reads it. */
    static final String QUERY_CHARACTERS = PATH_CHARACTERS + "?[]{}|\\^`";

    /** What may stand in a path of which the percent signs mean themselves. */
    static final String DECODED_CHARACTERS = PATH_CHARACTERS.replace("%", "");

    private Paths() {}

    /** {@return a path of text, in which a percent sign means itself, as a raw path} */
    static String encodeText(String path) {
        StringBuilder out = new StringBuilder(path.length() + 16);
        for (byte b : path.getBytes(UTF_8)) {
            append(out, b & 0xFF, DECODED_CHARACTERS);
        }
        return out.toString();
    }

    /** {@return a path that somebody has written by hand, encoded or not, as a raw path} */
    static String encode(String path) {
        return encodeRest(new String(path.getBytes(UTF_8), ISO_8859_1), PATH_CHARACTERS);
    }

    /** Leaves what may stand in a URI, percent signs included, and percent-encodes the rest. */
    static String encodeRest(String raw, String allowed) {
        int i = 0;
        while (i < raw.length() && mayStand(raw.charAt(i), allowed)) {
            i++;
        }
        if (i == raw.length()) {
            return raw;
        }
        StringBuilder out = new StringBuilder(raw.length() + 16).append(raw, 0, i);
        for (; i < raw.length(); i++) {
            append(out, raw.charAt(i), allowed);
        }
        return out.toString();
    }

    private static void append(StringBuilder out, int c, String allowed) {
        if (mayStand(c, allowed)) {
            out.append((char) c);
        } else {
            out.append('%').append(Character.toUpperCase(Character.forDigit(c >> 4, 16)));
            out.append(Character.toUpperCase(Character.forDigit(c & 15, 16)));
        }
    }

    private static boolean mayStand(int c, String allowed) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || allowed.indexOf(c) >= 0;
    }

    /** {@return the path decoded once; percent signs that begin no encoded byte stay} */
    static String decode(String raw) {
        if (raw.indexOf('%') < 0) {
            return raw;
        }
        StringBuilder out = new StringBuilder(raw.length());
        for (int i = 0; i < raw.length(); i++) {
            int encoded = encodedByte(raw, i);
            out.append(encoded < 0 ? raw.charAt(i) : (char) encoded);
            i += encoded < 0 ? 0 : 2;
        }
        return out.toString();
    }

    private static int encodedByte(String raw, int i) {
        if (raw.charAt(i) != '%' || i + 2 >= raw.length()) {
            return -1;
        }
        int high = Character.digit(raw.charAt(i + 1), 16);
        int low = Character.digit(raw.charAt(i + 2), 16);
        return high < 0 || low < 0 ? -1 : high << 4 | low;
    }

    /** {@return a decoded path without empty and dot segments, and without a slash at its end} */
    static String normalise(String decoded) {
        Deque<String> segments = new ArrayDeque<>();
        for (String segment : decoded.split("/", -1)) {
            if (segment.equals("..")) {
                segments.pollLast();
            } else if (!segment.isEmpty() && !segment.equals(".")) {
                segments.add(segment);
            }
        }
        return "/" + String.join("/", segments);
    }

    /**
     * Finds the end of a prefix that may be encoded in any way; an encoded slash is none.
     *
     * @param prefix decoded, without a slash at its end
     * @return how long it is in the raw path, or -1 when that is not below it
     */
    static int lengthOfPrefix(String raw, String prefix) {
        int i = 0;
        for (int j = 0; j < prefix.length(); j++) {
            if (i >= raw.length()) {
                return -1;
            }
            int encoded = encodedByte(raw, i);
            char c = encoded < 0 ? raw.charAt(i) : (char) encoded;
            if (c != prefix.charAt(j) || encoded == '/') {
                return -1;
            }
            i += encoded < 0 ? 1 : 3;
        }
        return i == raw.length() || raw.charAt(i) == '/' || raw.charAt(i) == ';' ? i : -1;
    }
}
