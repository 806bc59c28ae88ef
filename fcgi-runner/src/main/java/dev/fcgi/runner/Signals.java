package dev.fcgi.runner;

import sun.misc.Signal;
import sun.misc.SignalHandler;

/**
 * Signals of the operating system. The one place that uses {@code sun.misc.Signal}: a shutdown hook cannot choose the
 * exit code and does not learn of a second signal.
 */
final class Signals {
    private Signals() {}

    /** Has every SIGTERM and SIGINT run an action; SIGHUP, which a closed terminal sends, is ignored. */
    static void onStop(Runnable action) {
        Signal.handle(new Signal("HUP"), SignalHandler.SIG_IGN);
        for (String name : new String[] {"TERM", "INT"}) {
            Signal.handle(new Signal(name), signal -> action.run());
        }
    }
}
