/** Tests of the engine on Deeplearning4j. */
@NullMarked
package dev.largo.engine.dl4j;

import org.jspecify.annotations.NullMarked;
