/** One contract for all web servers, and the processes it is run against. */
@NullMarked
package dev.fcgi.it;

import org.jspecify.annotations.NullMarked;
