/** Measurements on the processes of a Spark cluster: each rank is a task of a barrier stage. */
@NullMarked
package dev.largo.spark.bench;

import org.jspecify.annotations.NullMarked;
