/** Tests of the training loop without Spark and without Deeplearning4j. */
@NullMarked
package dev.largo.command;

import org.jspecify.annotations.NullMarked;
