package dev.fcgi.servlet;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;

/** A secret that the front end sends with every request (P-2). Tells nobody what it is. */
public final class Secret {
    /** What is shorter can be guessed. */
    public static final int MIN_LENGTH = 16;

    private final byte[] bytes;

    private Secret(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * Makes a secret.
     *
     * @param text at least {@value #MIN_LENGTH} characters without line ends
     * @throws IllegalArgumentException when it is shorter, or could not be sent
     */
    public static Secret of(String text) {
        if (text.length() < MIN_LENGTH || text.chars().anyMatch(c -> c == '\r' || c == '\n' || c == 0)) {
            throw new IllegalArgumentException("it must have at least " + MIN_LENGTH
                    + " characters and no line end; openssl rand -hex 16 makes one");
        }
        return new Secret(text.getBytes(UTF_8));
    }

    /** {@return whether they are the same, found out in a time that does not tell how much of them is} */
    boolean matches(byte[] other) {
        return MessageDigest.isEqual(bytes, other);
    }

    @Override
    public String toString() {
        return "***";
    }
}
