package dev.largo.data.shard;

import dev.largo.data.DataException;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Reads a whole shard back. */
public final class ShardCheck {
  private static final int CHUNK = 64;

  private ShardCheck() {}

  /**
   * Compares a shard with what was written into it: members, labels, and every image by its
   * checksum.
   *
   * @throws DataException naming the shard, and the member where one is wrong
   */
  public static void verify(FileSystem files, Path path, IndexedShard written) throws IOException {
    ShardFile file = ShardFile.of(files.getFileStatus(path));
    ShardSamples samples = written.samples();
    if (file.length() != written.bytes() || !same(samples, ShardScan.scan(files, file))) {
      throw new DataException(
          path.toString(), "does not read back as it was written", "look at the disk it lies on");
    }
    ShardReader reader = new ShardReader(files, new ShardIndex(List.of(file), List.of(samples)));
    for (int from = 0; from < samples.size(); from += CHUNK) {
      int end = Math.min(samples.size(), from + CHUNK);
      List<byte[]> unused = reader.readAll(IntStream.range(from, end).toArray());
    }
  }

  private static boolean same(ShardSamples one, ShardSamples other) {
    return one.size() == other.size()
        && IntStream.range(0, one.size())
            .allMatch(
                i ->
                    one.name(i).equals(other.name(i))
                        && one.offset(i) == other.offset(i)
                        && one.length(i) == other.length(i)
                        && one.label(i) == other.label(i));
  }
}
