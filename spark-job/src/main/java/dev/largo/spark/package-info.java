/** Runs workers on Spark: barrier stages, one job a step, and what travels to executors. */
@NullMarked
package dev.largo.spark;

import org.jspecify.annotations.NullMarked;
