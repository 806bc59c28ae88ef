/**
 * The FastCGI 1.0 protocol without a transport: bytes in, events and replies out.
 *
 * <p>Nothing here opens a socket, starts a thread, reads a clock or logs. The application side is
 * {@link dev.fcgi.core.FcgiEngine}, the web server side {@link dev.fcgi.core.WebServerEngine}; both are used by one
 * thread at a time. Memory grows only with bytes that have arrived, and never beyond
 * {@link dev.fcgi.core.ProtocolLimits}.
 */
@NullMarked
package dev.fcgi.core;

import org.jspecify.annotations.NullMarked;
