/** What of FastCGI has to be where the ee9 environment of Jetty is: its security has interfaces of its own. */
@NullMarked
package dev.fcgi.jetty.ee9;

import org.jspecify.annotations.NullMarked;
