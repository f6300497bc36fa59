/** Spark's settings, held against a run before it starts. */
@NullMarked
package dev.largo.spark.preflight;

import org.jspecify.annotations.NullMarked;
