/**
 * Files that hold many images each: tar shards in WebDataset's layout, found, scanned, indexed and
 * written; Hadoop's sequence files, found and scanned.
 */
@NullMarked
package dev.largo.data.shard;

import org.jspecify.annotations.NullMarked;
