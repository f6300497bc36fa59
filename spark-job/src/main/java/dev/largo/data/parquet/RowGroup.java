package dev.largo.data.parquet;

import dev.largo.data.shard.ShardFile;

/**
 * Rows of a file that are stored, and read, together.
 *
 * @param block number of the group in its file
 * @param firstRow number of its first row in the file
 * @param imageBytes what its image column takes, unpacked
 */
record RowGroup(ShardFile file, int block, int firstRow, int rows, long imageBytes) {}
