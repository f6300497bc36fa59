/**
 * How ranks exchange gradients, parameters and small vectors, and the order in which sums are made.
 */
@NullMarked
package dev.largo.collective;

import org.jspecify.annotations.NullMarked;
