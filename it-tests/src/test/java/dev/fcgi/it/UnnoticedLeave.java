package dev.fcgi.it;

/** Apache, Caddy, HAProxy and h2o. */
interface UnnoticedLeave extends FailureContract {

    @Override
    @Differs("that a client is gone is noticed only when there is something to send")
    default void assertTold(String name) {
        awaitNotice(name, "timed out");
    }
}
