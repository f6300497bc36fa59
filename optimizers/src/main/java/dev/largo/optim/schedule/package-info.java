/** Learning rates as functions of the number of updates made, and the batch-size scaling rules. */
@NullMarked
package dev.largo.optim.schedule;

import org.jspecify.annotations.NullMarked;
