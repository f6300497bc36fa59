/** Loops over flat float arrays, with their precision and order of summation stated. */
@NullMarked
package dev.largo.optim.numeric;

import org.jspecify.annotations.NullMarked;
