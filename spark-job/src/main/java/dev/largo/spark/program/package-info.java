/** Training for programs that hold their own networks and data, in Deeplearning4j's types. */
@NullMarked
package dev.largo.spark.program;

import org.jspecify.annotations.NullMarked;
