/**
 * A web application that shows every fact of the request it receives, as a page and as JSON.
 *
 * <p>It knows the Servlet API and the JDK, nothing of the container it runs in.
 */
@NullMarked
package dev.fcgi.inspector;

import org.jspecify.annotations.NullMarked;
