package dev.largo.data.shard;

/**
 * What an index says of one shard.
 *
 * @param bytes length of the file
 */
public record IndexedShard(long bytes, ShardSamples samples) {}
