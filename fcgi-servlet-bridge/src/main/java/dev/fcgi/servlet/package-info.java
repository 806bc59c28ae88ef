/**
 * From CGI meta-variables (RFC 3875) to the facts of a servlet request, and from a response to the CGI head.
 *
 * <p>Pure functions of their arguments: no I/O, no clock, no logger, no type of a servlet container. The variables may
 * come over FastCGI or any other protocol that carries name-value pairs.
 */
@NullMarked
package dev.fcgi.servlet;

import org.jspecify.annotations.NullMarked;
