/** A network as a list of operators, free of Deeplearning4j, and the reader that makes it. */
@NullMarked
package dev.largo.engine.graph;

import org.jspecify.annotations.NullMarked;
