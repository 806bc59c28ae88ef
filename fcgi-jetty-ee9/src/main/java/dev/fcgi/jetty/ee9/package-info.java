/** What of FastCGI has to be in the class loader of the ee9 environment of Jetty: whatever has to do with servlets. */
@NullMarked
package dev.fcgi.jetty.ee9;

import org.jspecify.annotations.NullMarked;
