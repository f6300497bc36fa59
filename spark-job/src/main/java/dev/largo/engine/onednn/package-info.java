/** A gradient engine that compiles a whole network into oneDNN primitives, made once. */
@NullMarked
package dev.largo.engine.onednn;

import org.jspecify.annotations.NullMarked;
