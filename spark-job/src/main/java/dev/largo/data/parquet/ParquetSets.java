package dev.largo.data.parquet;

import dev.largo.data.DataLocation;
import dev.largo.data.Parallel;
import dev.largo.data.shard.Remembered;
import dev.largo.data.shard.ShardFile;
import dev.largo.data.shard.ShardFiles;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/** Opens sets of Parquet files by reading all their footers and labels. */
public final class ParquetSets {
  /** Reading footers is mostly waiting. */
  private static final int SCANNING_THREADS = 8;

  private static final Remembered<ParquetIndex> OPENED = new Remembered<>();

  private ParquetSets() {}

  /**
   * The samples of all files that a location names; at least one.
   *
   * @throws dev.largo.data.DataException naming a file that is damaged or holds something else
   */
  public static ParquetIndex open(DataLocation location) throws IOException {
    List<ShardFile> files = ShardFiles.of(location, ShardFiles.Kind.PARQUET).files();
    ParquetIndex index = OPENED.of(files, () -> read(location, files));
    if (index.size() == 0) {
      throw location.wrong(location.uri() + " holds no rows", "give Parquet files of images");
    }
    return index;
  }

  private static ParquetIndex read(DataLocation location, List<ShardFile> files)
      throws IOException {
    ParquetScan[] scans = new ParquetScan[files.size()];
    Parallel.forChunks(
        scans.length,
        1,
        Math.min(scans.length, SCANNING_THREADS),
        (from, to) -> scans[from] = ParquetScan.of(files.get(from), location.hadoop()));
    long rows = Arrays.stream(scans).mapToLong(scan -> scan.labels().size()).sum();
    if (rows > Integer.MAX_VALUE - 8) {
      throw location.wrong("has " + rows + " rows", "give fewer than 2^31");
    }
    return new ParquetIndex(List.of(scans));
  }
}
