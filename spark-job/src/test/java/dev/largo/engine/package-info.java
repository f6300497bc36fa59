/** Tests of the gradient engine. */
@NullMarked
package dev.largo.engine;

import org.jspecify.annotations.NullMarked;
