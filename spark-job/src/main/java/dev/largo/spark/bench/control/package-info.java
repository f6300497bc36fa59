/** A real coordinator, and simulated ranks that load it as those of a run do. */
@NullMarked
package dev.largo.spark.bench.control;

import org.jspecify.annotations.NullMarked;
