/**
 * What a request costs: benchmarks of core and bridge by themselves, and the connector compared with others behind a web
 * server ({@link dev.fcgi.benchmarks.Comparison}).
 */
@NullMarked
package dev.fcgi.benchmarks;

import org.jspecify.annotations.NullMarked;
