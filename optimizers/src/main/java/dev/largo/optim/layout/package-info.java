/** Names and places of parameters in the flat vector, and its slices and tiles. */
@NullMarked
package dev.largo.optim.layout;

import org.jspecify.annotations.NullMarked;
