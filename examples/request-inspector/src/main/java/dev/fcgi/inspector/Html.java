package dev.fcgi.inspector;

/** The escaping of text in HTML. */
final class Html {
    /** U+2400, the symbol for NUL; the symbols of the other control characters follow. */
    private static final char CONTROL_PICTURES = '\u2400';

    private Html() {}

    /**
     * {@return the text such that it is only text, between tags and in a quoted attribute}
     *
     * <p>HTML cannot carry most control characters; their symbols (U+2400 and following) stand for them.
     */
    static String escape(String text) {
        var out = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                case '\'' -> out.append("&#39;");
                case '\t', '\n' -> out.append(c);
                default -> out.append(c < ' ' ? (char) (CONTROL_PICTURES + c) : c);
            }
        }
        return out.toString();
    }
}
