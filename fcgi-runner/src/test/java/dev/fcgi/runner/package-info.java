/** Tests; those named {@code IT} run the distribution as a process. */
@NullMarked
package dev.fcgi.runner;

import org.jspecify.annotations.NullMarked;
