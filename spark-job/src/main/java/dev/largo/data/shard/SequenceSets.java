package dev.largo.data.shard;

import dev.largo.data.DataLocation;
import dev.largo.data.Parallel;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.fs.FileSystem;

/** Opens sets of Hadoop sequence files by reading all their keys. */
public final class SequenceSets {
  /** Reading keys is mostly waiting. */
  private static final int SCANNING_THREADS = 8;

  private static final Remembered<Found> OPENED = new Remembered<>();

  private SequenceSets() {}

  /**
   * The files of a set.
   *
   * @param index where the values lie, as they are stored
   * @param values how an image is taken out of the values of each file
   */
  public record Found(ShardIndex index, List<SequenceValue> values) {}

  /**
   * All files that a location names.
   *
   * @throws dev.largo.data.DataException naming a file that is damaged or holds something else
   */
  public static Found open(DataLocation location) throws IOException {
    List<ShardFile> files = ShardFiles.of(location, ShardFiles.Kind.SEQUENCE).files();
    return OPENED.of(files, () -> read(location, files));
  }

  private static Found read(DataLocation location, List<ShardFile> files) throws IOException {
    FileSystem fileSystem = location.fileSystem(files.get(0).path());
    SequenceScan[] scans = new SequenceScan[files.size()];
    Parallel.forChunks(
        scans.length,
        1,
        Math.min(scans.length, SCANNING_THREADS),
        (from, to) ->
            scans[from] = SequenceScan.of(fileSystem, files.get(from), location.hadoop()));
    return new Found(
        new ShardIndex(files, Arrays.stream(scans).map(SequenceScan::samples).toList()),
        Arrays.stream(scans).map(SequenceScan::value).toList());
  }
}
