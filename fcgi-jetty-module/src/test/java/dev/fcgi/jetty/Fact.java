package dev.fcgi.jetty;

/** Something that one side has done, and that the connector has heard of by now: not, perhaps, or for certain. */
final class Fact {
    private boolean possible;
    private boolean certain;

    /** It is on its way. */
    Fact begin() {
        possible = true;
        return this;
    }

    /** It has arrived. */
    void confirm() {
        certain |= possible;
    }

    boolean isPossible() {
        return possible;
    }

    boolean isCertain() {
        return certain;
    }
}
