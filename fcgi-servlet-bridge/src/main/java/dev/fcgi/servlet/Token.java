package dev.fcgi.servlet;

/** The tokens of HTTP (RFC 9110, section 5.6.2). */
final class Token {
    private static final String SPECIALS = "!#$%&'*+-.^_`|~";

    private Token() {}

    static boolean is(String text) {
        return !text.isEmpty() && text.chars().allMatch(Token::isCharacter);
    }

    static boolean isCharacter(int c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || (c > 0x20 && c < 0x7F && SPECIALS.indexOf(c) >= 0);
    }
}
