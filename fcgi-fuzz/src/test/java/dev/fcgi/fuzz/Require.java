package dev.fcgi.fuzz;

/** Assertions cheap enough to be made for every byte. */
final class Require {
    private Require() {}

    static void that(boolean condition, String otherwise) {
        if (!condition) {
            throw new AssertionError(otherwise);
        }
    }
}
