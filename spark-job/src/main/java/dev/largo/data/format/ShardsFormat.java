package dev.largo.data.format;

import dev.largo.data.DataLocation;
import dev.largo.data.SampleSource;
import dev.largo.data.Split;
import dev.largo.data.shard.ShardIndex;
import dev.largo.data.shard.ShardSamples;
import dev.largo.data.shard.ShardSets;
import java.io.IOException;
import java.util.List;
import org.apache.hadoop.fs.Path;

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
    List<String> names = namesBeside(train);
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
    List<String> names = namesBeside(location);
    if (!names.isEmpty() && !names.equals(classNames)) {
      throw location.wrong(
          "classes.txt beside its shards names other classes than the training set",
          "pack both sets with the same classes (largo pack --classes)");
    }
    checkLabels(location, index, classNames.size());
    return new ShardStore(location.fileSystem(index.file(0).path()), index);
  }

  private static List<String> namesBeside(DataLocation location) throws IOException {
    Path directory = ShardSets.directory(location);
    return NameList.read(location.fileSystem(directory), new Path(directory, NameList.CLASSES));
  }

  private static void checkLabels(DataLocation location, ShardIndex index, int classes)
      throws IOException {
    for (int s = 0; s < index.shards(); s++) {
      ShardSamples samples = index.samples(s);
      for (int i = 0; i < samples.size(); i++) {
        if (samples.label(i) >= classes) {
          throw location.wrong(
              "member \"%s\" of %s has class %d"
                  .formatted(samples.name(i), index.file(s).path(), samples.label(i)),
              "there are " + classes + " classes, numbered from 0");
        }
      }
    }
  }
}
