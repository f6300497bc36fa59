/** Averages of the parameters over the steps of a run. */
@NullMarked
package dev.largo.optim.average;

import org.jspecify.annotations.NullMarked;
