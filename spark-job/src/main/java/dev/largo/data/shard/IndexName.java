package dev.largo.data.shard;

import org.apache.hadoop.fs.Path;

/** Which index belongs to a shard: {@code DIR/train.index.gz} to {@code DIR/train-000012.tar}. */
public final class IndexName {
  static final String EXTENSION = ".index.gz";

  private IndexName() {}

  /** The index that knows a shard, if there is one. */
  public static Path of(Path shard) {
    String stem = shard.getName().replaceFirst("\\.tar$", "").replaceFirst("[-_.]?\\d+$", "");
    return new Path(shard.getParent(), (stem.isEmpty() ? "shards" : stem) + EXTENSION);
  }
}
