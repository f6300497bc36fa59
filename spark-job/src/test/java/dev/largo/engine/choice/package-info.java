/** Tests of the choice of an engine. */
@NullMarked
package dev.largo.engine.choice;

import org.jspecify.annotations.NullMarked;
