package dev.largo.data.format;

import dev.largo.data.DataLocation;
import dev.largo.data.shard.ShardIndex;
import dev.largo.data.shard.ShardSamples;
import dev.largo.data.shard.ShardSets;
import java.io.IOException;
import java.util.List;
import org.apache.hadoop.fs.Path;

/** The names of classes beside files whose images carry class numbers. */
final class ClassFile {
  private ClassFile() {}

  /** Names from {@code classes.txt} in the directory of the first file; none without it. */
  static List<String> read(DataLocation location) throws IOException {
    Path directory = ShardSets.directory(location);
    return NameList.read(location.fileSystem(directory), new Path(directory, NameList.CLASSES));
  }

  /**
   * Checks a split's names and labels against the classes of the training set.
   *
   * @throws dev.largo.data.DataException if it has others
   */
  static void check(DataLocation location, ShardIndex index, List<String> classNames)
      throws IOException {
    List<String> names = read(location);
    if (!names.isEmpty() && !names.equals(classNames)) {
      throw location.wrong(
          "classes.txt beside its files names other classes than the training set",
          "pack both sets with the same classes (largo pack --classes)");
    }
    for (int s = 0; s < index.shards(); s++) {
      ShardSamples samples = index.samples(s);
      for (int i = 0; i < samples.size(); i++) {
        if (samples.label(i) >= classNames.size()) {
          throw location.wrong(
              "member \"%s\" of %s has class %d"
                  .formatted(samples.name(i), index.file(s).path(), samples.label(i)),
              "there are " + classNames.size() + " classes, numbered from 0");
        }
      }
    }
  }
}
