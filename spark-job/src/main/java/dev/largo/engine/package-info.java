/** A gradient from a micro-batch: the port, and Deeplearning4j behind it. */
@NullMarked
package dev.largo.engine;

import org.jspecify.annotations.NullMarked;
