/** A Spring Boot application behind a web server. */
@NullMarked
package dev.fcgi.springboot;

import org.jspecify.annotations.NullMarked;
