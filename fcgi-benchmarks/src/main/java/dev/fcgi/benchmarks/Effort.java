package dev.fcgi.benchmarks;

/**
 * How much is measured.
 *
 * @param rounds how often each peer is measured with each page
 * @param seconds the time of one such measurement
 * @param warmUpSeconds the load that each peer has with each page before the first round
 * @param connections how many clients ask at once
 */
record Effort(int rounds, int seconds, int warmUpSeconds, int connections) {
    /** {@return how long it takes with as many peers, beyond what it takes to start them} */
    int totalSeconds(int peers) {
        return Page.values().length * peers * (rounds * seconds + warmUpSeconds);
    }
}
