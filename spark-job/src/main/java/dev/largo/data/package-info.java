/** From files to normalized, augmented micro-batches, in an order that no worker count changes. */
@NullMarked
package dev.largo.data;

import org.jspecify.annotations.NullMarked;
