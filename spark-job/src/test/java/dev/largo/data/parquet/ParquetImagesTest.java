package dev.largo.data.parquet;

import static dev.largo.data.TestSets.HADOOP;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.largo.data.DataLocation;
import dev.largo.data.ParquetFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.api.Binary;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ParquetImagesTest {
  private static final int ROWS = 300;
  private static final String SCHEMA = "message m { required int32 label; required binary image; }";

  @TempDir Path folder;

  @Test
  void samplesAreNumberedThroughRowGroupsAndFiles() throws IOException {
    ParquetIndex index = index();

    assertEquals(2 * ROWS, index.size());
    int groups = index.groupOf(index.size() - 1) + 1;
    assertTrue(groups > 8, "row groups: " + groups);
    int rows = 0;
    for (int group = 0; group < groups; group++) {
      RowGroup each = index.group(group);
      assertEquals(rows % ROWS, each.firstRow());
      assertEquals(group, index.groupOf(rows));
      assertEquals(each.rows() - 1, index.within(rows + each.rows() - 1));
      rows += each.rows();
    }
    assertEquals(2 * ROWS, rows);
    List<byte[]> images = new ParquetImages(index, HADOOP).readAll(new int[] {ROWS + 9, 8});
    assertArrayEquals(image(9), images.get(0));
    assertArrayEquals(image(8), images.get(1));
  }

  @Test
  void fingerprintsTellSetsApart() throws IOException {
    ParquetIndex index = index();
    String one = index.fingerprint();
    assertEquals(one, index().fingerprint());

    write("b.parquet", 1);
    assertNotEquals(one, index(folder).fingerprint());
  }

  @Test
  void whatIsReadInOrderIsReadOnce() throws IOException {
    List<Integer> read = new ArrayList<>();
    RowGroupCache cache = new RowGroupCache(group -> noted(group, read), 0);

    for (int sample = 0; sample < 100; sample++) {
      cache.get(sample / 10, 1);
      // A thread that is behind.
      cache.get(Math.max(0, sample - 9) / 10, 1);
    }

    assertEquals(IntStream.range(0, 10).boxed().toList(), read);
  }

  @Test
  void theRowGroupsUsedLastStayUpToSoManyBytes() throws IOException {
    List<Integer> read = new ArrayList<>();
    RowGroupCache cache = new RowGroupCache(group -> noted(group, read), 4 * 80);

    byte[][] first = cache.get(0, 1);
    for (int group : new int[] {1, 2, 3, 0, 4, 0, 2, 1}) {
      cache.get(group, 1);
    }

    assertSame(first, cache.get(0, 1));
    assertEquals(List.of(0, 1, 2, 3, 4, 1), read);
  }

  /** Ten images of eight bytes. */
  private static byte[][] noted(int group, List<Integer> read) {
    read.add(group);
    return new byte[10][8];
  }

  private ParquetIndex index() throws IOException {
    write("a.parquet", 0);
    write("b.parquet", 0);
    return index(folder);
  }

  private static ParquetIndex index(Path place) throws IOException {
    return ParquetSets.open(new DataLocation("data.train", place.toString(), HADOOP));
  }

  private void write(String name, int firstLabel) throws IOException {
    ParquetFiles.write(
        folder.resolve(name),
        SCHEMA,
        CompressionCodecName.SNAPPY,
        Map.of(),
        ROWS,
        (row, i) ->
            row.append("label", firstLabel + i)
                .append("image", Binary.fromConstantByteArray(image(i))));
  }

  private static byte[] image(int number) {
    byte[] image = new byte[100];
    new Random(number).nextBytes(image);
    return image;
  }
}
