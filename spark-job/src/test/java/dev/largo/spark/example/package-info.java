/** Programs that show how dl4j-spark's users come to Largo. */
@NullMarked
package dev.largo.spark.example;

import org.jspecify.annotations.NullMarked;
