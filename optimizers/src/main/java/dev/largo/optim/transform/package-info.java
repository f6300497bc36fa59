/**
 * The transformations that optimizers are composed of, one per file, and the two interfaces that
 * every one implements.
 */
@NullMarked
package dev.largo.optim.transform;

import org.jspecify.annotations.NullMarked;
