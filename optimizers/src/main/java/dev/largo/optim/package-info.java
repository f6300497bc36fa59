/**
 * Optimizers for large-batch training as chains of small gradient transformations over one flat
 * float32 parameter vector.n *n *
 *
 * <p>{@link dev.largo.optim.Optimizers} holds the presets, {@link dev.largo.optim.Optimizer}
 * executes a chain on a slice ofn * the vector.
 */
@NullMarked
package dev.largo.optim;

import org.jspecify.annotations.NullMarked;
