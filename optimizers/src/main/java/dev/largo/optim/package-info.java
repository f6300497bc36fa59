/**
 * Optimizers for large-batch training as chains of small gradient transformations over one flat
 * float32 parameter vector.
 *
 * <p>{@link dev.largo.optim.Optimizers} holds the presets, {@link dev.largo.optim.Optimizer}
 * executes a chain on a slice of the vector.
 */
@NullMarked
package dev.largo.optim;

import org.jspecify.annotations.NullMarked;
