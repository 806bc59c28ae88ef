/** Which test proves which line of the specifications, and the page that says so. */
@NullMarked
package dev.fcgi.conformance;

import org.jspecify.annotations.NullMarked;
