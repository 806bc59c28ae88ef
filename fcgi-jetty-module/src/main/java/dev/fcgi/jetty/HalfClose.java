package dev.fcgi.jetty;

/** What the end of the web server's output means while a request is open. */
public enum HalfClose {
    /** The web server has gone, or its client has: the requests are aborted. The default. */
    ABORT,
    /**
     * The web server still reads: requests that have arrived whole are answered. That nobody reads any more is noticed
     * only when a write fails.
     */
    ANSWER
}
