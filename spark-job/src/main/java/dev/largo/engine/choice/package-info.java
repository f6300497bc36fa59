/** Which engine computes a network's gradients. */
@NullMarked
package dev.largo.engine.choice;

import org.jspecify.annotations.NullMarked;
