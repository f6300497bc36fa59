/** Tests of the measurement of a driver's control traffic. */
@NullMarked
package dev.largo.spark.bench.control;

import org.jspecify.annotations.NullMarked;
