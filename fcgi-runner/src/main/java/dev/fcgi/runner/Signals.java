package dev.fcgi.runner;

import sun.misc.Signal;
import sun.misc.SignalHandler;

/**
 * Signals of the operating system. The one place that uses {@code sun.misc.Signal}: a shutdown hook cannot choose the
 * exit code and does not learn of a second signal.
 */
final class Signals {
    private Signals() {}

    /**
     * Has signals ask for the end; SIGHUP, which a closed terminal sends, is ignored.
     *
     * @param stop what every SIGTERM and SIGINT does
     * @param finish what every SIGUSR1 does
     */
    static void handle(Runnable stop, Runnable finish) {
        Signal.handle(new Signal("HUP"), SignalHandler.SIG_IGN);
        for (String name : new String[] {"TERM", "INT"}) {
            Signal.handle(new Signal(name), signal -> stop.run());
        }
        Signal.handle(new Signal("USR1"), signal -> finish.run());
    }
}
