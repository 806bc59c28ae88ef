package dev.fcgi.servlet;

/** The tokens of HTTP (RFC 9110, section 5.6.2). */
final class Token {
    private static final String SPECIALS = "!#$%&'*+-.^_`|~";

    private Token() {}

    static boolean is(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (!isCharacter(text.charAt(i))) {
                return false;
            }
        }
        return !text.isEmpty();
    }

    static boolean isCharacter(int c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || (c > 0x20 && c < 0x7F && SPECIALS.indexOf(c) >= 0);
    }
}
