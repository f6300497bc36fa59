/** Readers of the reference trajectories that public implementations gave. */
@NullMarked
package dev.largo.optim.golden;

import org.jspecify.annotations.NullMarked;
