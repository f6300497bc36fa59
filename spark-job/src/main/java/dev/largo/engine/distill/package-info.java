/** Learning from trained networks beside the labels. */
@NullMarked
package dev.largo.engine.distill;

import org.jspecify.annotations.NullMarked;
