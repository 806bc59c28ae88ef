/**
 * The {@code fcgi} command: deploys servlet web applications, each in the Jakarta or Java EE environment it was made
 * for, and serves them over FastCGI.
 *
 * <p>Standard output carries what was asked for (the ready line, a configuration, a version); everything else goes to
 * standard error. Exit codes: 0 done, 1 failed, 2 the command line is wrong by itself.
 */
@NullMarked
package dev.fcgi.runner;

import org.jspecify.annotations.NullMarked;
