package dev.fcgi.runner;

import sun.misc.Signal;

/**
 * Signals of the operating system. The one place that uses {@code sun.misc.Signal}: a shutdown hook cannot choose the
 * exit code and does not learn of a second signal.
 */
final class Signals {
    private Signals() {}

    /** Has every SIGTERM, SIGINT and SIGHUP run an action instead of ending the process. */
    static void onStop(Runnable action) {
        for (String name : new String[] {"TERM", "INT", "HUP"}) {
            Signal.handle(new Signal(name), signal -> action.run());
        }
    }
}
