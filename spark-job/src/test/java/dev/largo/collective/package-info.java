/** Tests of exchanges and of the canonical sum. */
@NullMarked
package dev.largo.collective;

import org.jspecify.annotations.NullMarked;
