/** Embedded Jetty behind a web server. */
@NullMarked
package dev.fcgi.embedded;

import org.jspecify.annotations.NullMarked;
