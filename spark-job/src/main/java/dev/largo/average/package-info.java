/** What a weight average needs beyond the mean of its weights. */
@NullMarked
package dev.largo.average;

import org.jspecify.annotations.NullMarked;
