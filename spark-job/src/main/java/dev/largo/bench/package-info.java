/** Measurements of Largo's parts beside the alternatives that a user has. */
@NullMarked
package dev.largo.bench;

import org.jspecify.annotations.NullMarked;
