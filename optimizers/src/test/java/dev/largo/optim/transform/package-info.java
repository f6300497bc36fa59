/** Transformations by hand-computed numbers. */
@NullMarked
package dev.largo.optim.transform;

import org.jspecify.annotations.NullMarked;
