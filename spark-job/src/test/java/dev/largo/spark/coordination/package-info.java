/** Tests of what runs in Spark's tasks. */
@NullMarked
package dev.largo.spark.coordination;

import org.jspecify.annotations.NullMarked;
