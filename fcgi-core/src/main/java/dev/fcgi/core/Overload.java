package dev.fcgi.core;

/** How a request is refused for which there is no room. */
public enum Overload {
    /**
     * As a request of its own that fails once its parameters have ended, so that it can be answered with an HTTP status.
     * The default: a web server shows its client what it was answered.
     */
    STATUS,
    /**
     * With FCGI_OVERLOADED at once (section 5.5). Some web servers make an empty response with status 200 of it, or
     * wait for a response that does not come.
     */
    PROTOCOL
}
