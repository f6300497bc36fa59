/** Tests of the engine on oneDNN. */
@NullMarked
package dev.largo.engine.onednn;

import org.jspecify.annotations.NullMarked;
