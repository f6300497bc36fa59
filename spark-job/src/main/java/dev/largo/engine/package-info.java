/** A gradient from a micro-batch: the port; the engines stand in packages of their own. */
@NullMarked
package dev.largo.engine;

import org.jspecify.annotations.NullMarked;
