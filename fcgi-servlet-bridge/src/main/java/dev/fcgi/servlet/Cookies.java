package dev.fcgi.servlet;

/** Mends Cookie headers that a web server has joined (MAP-34). */
final class Cookies {
    private Cookies() {}

    /**
     * Separates cookies by semicolons. Apache and Caddy join several Cookie lines with a comma, which no cookie parser
     * takes for a separator.
     *
     * @param header the value of one Cookie variable
     * @return the same cookies, each {@code ", name="} outside quotes turned into {@code "; name="}
     */
    static String separate(String header) {
        if (header.indexOf(',') < 0) {
            return header;
        }
        StringBuilder out = new StringBuilder(header);
        boolean quoted = false;
        for (int i = 0; i < out.length(); i++) {
            char c = out.charAt(i);
            if (c == '"') {
                quoted = !quoted;
            } else if (c == ',' && !quoted && beginsCookie(out, i + 1)) {
                out.setCharAt(i, ';');
            }
        }
        return out.toString();
    }

    private static boolean beginsCookie(CharSequence text, int from) {
        int i = from;
        if (i >= text.length() || text.charAt(i) != ' ') {
            return false;
        }
        int start = ++i;
        while (i < text.length() && Token.isCharacter(text.charAt(i))) {
            i++;
        }
        return i > start && i < text.length() && text.charAt(i) == '=';
    }
}
