/** Tests of learning from trained networks. */
@NullMarked
package dev.largo.engine.distill;

import org.jspecify.annotations.NullMarked;
