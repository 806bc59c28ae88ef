/**
 * Fuzz tests of engine and bridge. A run of an engine is compared with a reference that reads the whole input at once,
 * and with runs over the same input cut elsewhere.
 */
@NullMarked
package dev.fcgi.fuzz;

import org.jspecify.annotations.NullMarked;
