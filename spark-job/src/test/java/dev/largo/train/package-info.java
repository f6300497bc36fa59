/** Tests of the training loop without Spark and without Deeplearning4j. */
@NullMarked
package dev.largo.train;

import org.jspecify.annotations.NullMarked;
