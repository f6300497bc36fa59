package dev.largo.data.parquet;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;

/**
 * Reads images by number, a row group at a time. Safe for reads from several threads: one of them
 * reads, the others go on with what has been read.
 */
public final class ParquetImages {
  /** Enough for several threads that pack, each a part of the set. */
  private static final int PART_OF_HEAP = 8;

  private final ParquetIndex index;
  private final Configuration hadoop;
  private final RowGroupCache groups;

  public ParquetImages(ParquetIndex index, Configuration hadoop) {
    this.index = index;
    this.hadoop = hadoop;
    this.groups = new RowGroupCache(this::read, Runtime.getRuntime().maxMemory() / PART_OF_HEAP);
  }

  /**
   * Several images in the order of their numbers here; none to be written to. Each row group they
   * are in is read once.
   *
   * @throws dev.largo.data.DataException naming a file that is damaged or has changed
   */
  public List<byte[]> readAll(int[] samples) throws IOException {
    byte[][] images = new byte[samples.length][];
    int[] slots =
        IntStream.range(0, samples.length)
            .boxed()
            .sorted(Comparator.comparingInt(slot -> samples[slot]))
            .mapToInt(Integer::intValue)
            .toArray();
    int first = 0;
    while (first < slots.length) {
      int group = index.groupOf(samples[slots[first]]);
      int end = first + 1;
      while (end < slots.length && index.groupOf(samples[slots[end]]) == group) {
        end++;
      }
      byte[][] found = groups.get(group, end - first);
      for (int i = first; i < end; i++) {
        images[slots[i]] = found[index.within(samples[slots[i]])];
      }
      first = end;
    }
    return new ArrayList<>(Arrays.asList(images));
  }

  private byte[][] read(int number) throws IOException {
    RowGroup group = index.group(number);
    String file = group.file().path().toString();
    byte[][] images = new byte[group.rows()][];
    return ParquetInput.read(
        group.file(),
        hadoop,
        reader -> {
          ParquetColumn.image(file, reader.getFooter().getFileMetaData().getSchema())
              .read(
                  reader,
                  group.block(),
                  group.rows(),
                  group.firstRow(),
                  (row, at) -> images[row] = at.getBinary().getBytes());
          return images;
        });
  }
}
