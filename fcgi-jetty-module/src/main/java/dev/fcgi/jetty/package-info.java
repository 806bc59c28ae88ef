/**
 * The FastCGI connector: requests of a web server become requests of a Jetty {@code Server}.
 *
 * <p>Add a {@link dev.fcgi.jetty.FcgiConnectionFactory} to a {@link dev.fcgi.jetty.FcgiServerConnector} (TCP) or a
 * {@link dev.fcgi.jetty.FcgiUnixConnector} (Unix socket). No thread waits on the network here except in a servlet's own
 * blocking read or write.
 */
@NullMarked
package dev.fcgi.jetty;

import org.jspecify.annotations.NullMarked;
