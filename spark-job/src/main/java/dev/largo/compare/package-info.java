/** Weights against weights: what is compared, and the statistics that say what a difference is. */
@NullMarked
package dev.largo.compare;

import org.jspecify.annotations.NullMarked;
