/** Tests of the reader of networks. */
@NullMarked
package dev.largo.engine.graph;

import org.jspecify.annotations.NullMarked;
