/** Packing shards as a Spark job. */
@NullMarked
package dev.largo.spark.pack;

import org.jspecify.annotations.NullMarked;
