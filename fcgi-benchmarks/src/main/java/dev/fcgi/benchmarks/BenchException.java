package dev.fcgi.benchmarks;

/** Why there is no comparison, in a line for whoever started it. */
final class BenchException extends Exception {
    private static final long serialVersionUID = 1L;

    BenchException(String message) {
        super(message);
    }
}
