/** The contract application: servlets that show what a request looked like to them, and answer in every way there is. */
@NullMarked
package dev.fcgi.it.app;

import org.jspecify.annotations.NullMarked;
