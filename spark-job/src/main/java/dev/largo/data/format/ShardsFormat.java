package dev.largo.data.format;

import dev.largo.data.DataLocation;
import dev.largo.data.SampleSource;
import dev.largo.data.Split;
import dev.largo.data.shard.ShardIndex;
import dev.largo.data.shard.ShardSets;
import java.io.IOException;
import java.util.List;

/**
 * Tar shards in WebDataset's layout: a {@code .jpg} or {@code .png} and a {@code .cls} or {@code
 * .json} of the same key make a sample.
 *
 * <p>Classes are named by {@code classes.txt} beside the training shards, or numbered without it.
 */
final class ShardsFormat implements StoredFormat {
  private final StoredImages images;

  ShardsFormat(StoredImages images) {
    this.images = images;
  }

  @Override
  public List<String> classNames(DataLocation train) throws IOException {
    List<String> names = ClassFile.read(train);
    return names.isEmpty() ? NameList.numbers(ShardSets.open(train).largestLabel() + 1) : names;
  }

  @Override
  public SampleSource open(DataLocation location, Split split, List<String> classNames)
      throws IOException {
    return images.source(store(location, classNames), classNames);
  }

  @Override
  public ImageStore store(DataLocation location, List<String> classNames) throws IOException {
    ShardIndex index = ShardSets.open(location);
    ClassFile.check(location, index, classNames);
    return new ShardStore(location.fileSystem(index.file(0).path()), index);
  }
}
