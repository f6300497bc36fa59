/** Exact, distributed evaluation. */
@NullMarked
package dev.largo.evaluate;

import org.jspecify.annotations.NullMarked;
