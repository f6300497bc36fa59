package dev.largo.data.format;

import dev.largo.data.DataLocation;
import dev.largo.data.SampleSource;
import dev.largo.data.Split;
import dev.largo.data.shard.SequenceSets;
import java.io.IOException;
import java.util.List;

/**
 * Hadoop sequence files: keys that end with a class number, values that hold a JPEG or PNG file.
 * Classes are named as those of shards.
 */
final class SequenceFileFormat implements StoredFormat {
  private final StoredImages images;

  SequenceFileFormat(StoredImages images) {
    this.images = images;
  }

  @Override
  public List<String> classNames(DataLocation train) throws IOException {
    List<String> names = ClassFile.read(train);
    return names.isEmpty()
        ? NameList.numbers(SequenceSets.open(train).index().largestLabel() + 1)
        : names;
  }

  @Override
  public SampleSource open(DataLocation location, Split split, List<String> classNames)
      throws IOException {
    return images.source(store(location, classNames), classNames);
  }

  @Override
  public ImageStore store(DataLocation location, List<String> classNames) throws IOException {
    SequenceSets.Found found = SequenceSets.open(location);
    ClassFile.check(location, found.index(), classNames);
    return new SequenceStore(
        new ShardStore(location.fileSystem(found.index().file(0).path()), found.index()), found);
  }
}
