/** Tar shards in WebDataset's layout: finding, scanning, indexing and writing them. */
@NullMarked
package dev.largo.data.shard;

import org.jspecify.annotations.NullMarked;
