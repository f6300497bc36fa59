/** What {@link dev.largo.spark.LargeBatchTrainingMaster} needs of dl4j-spark, and nobody else. */
@NullMarked
package dev.largo.spark.dl4j;

import org.jspecify.annotations.NullMarked;
