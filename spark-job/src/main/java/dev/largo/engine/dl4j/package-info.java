/** The gradient engine on Deeplearning4j's own layers: any network, and the reference. */
@NullMarked
package dev.largo.engine.dl4j;

import org.jspecify.annotations.NullMarked;
