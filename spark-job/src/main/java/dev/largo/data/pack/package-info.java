/** Packing a set of images into tar shards. */
@NullMarked
package dev.largo.data.pack;

import org.jspecify.annotations.NullMarked;
