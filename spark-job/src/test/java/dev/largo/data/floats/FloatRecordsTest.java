package dev.largo.data.floats;

import static dev.largo.data.TestSets.HADOOP;
import static dev.largo.data.TestSets.assertRefused;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.largo.config.AugmentConfig;
import dev.largo.config.DataConfig;
import dev.largo.config.DataFormat;
import dev.largo.data.ImageShape;
import dev.largo.data.MicroBatch;
import dev.largo.data.MicroBatchReader;
import dev.largo.data.NormalizationConstants;
import dev.largo.data.TestSets;
import dev.largo.data.format.DataSets;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FloatRecordsTest {
  private static final ImageShape SHAPE = new ImageShape(2, 1, 3);

  @TempDir Path folder;

  @Test
  void samplesAreNumberedThroughThePartsInTheOrderOfTheirNames() throws IOException {
    write(folder.resolve("part-2.floats"), SHAPE, 3, 20, 21);
    write(folder.resolve("part-1.floats"), SHAPE, 3, 10);
    FloatRecords set = open(folder);
    assertEquals(3, set.size());
    assertEquals(SHAPE, set.shape());
    assertEquals(3, set.classNames().size());
    assertArrayEquals(new int[] {1, 2}, set.runs());
    float[] read = new float[2 + SHAPE.values()];
    for (int i = 0; i < 3; i++) {
      int number = i == 0 ? 10 : 19 + i;
      assertEquals(number % 3, set.read(i, read, 2));
      assertEquals(number % 3, set.label(i));
      assertArrayEquals(values(SHAPE, number), Arrays.copyOfRange(read, 2, read.length));
    }
  }

  @Test
  void theFingerprintIsOfValuesAndLabels() throws IOException {
    for (String name : new String[] {"a", "b", "c"}) {
      Files.createDirectory(folder.resolve(name));
    }
    write(folder.resolve("a/part-1.floats"), SHAPE, 3, 1, 2);
    write(folder.resolve("b/part-1.floats"), SHAPE, 3, 1, 2);
    write(folder.resolve("c/part-1.floats"), SHAPE, 3, 1, 3);
    String fingerprint = open(folder.resolve("a")).fingerprint();
    assertEquals(fingerprint, open(folder.resolve("b")).fingerprint());
    assertNotEquals(fingerprint, open(folder.resolve("c")).fingerprint());
  }

  @Test
  void aFileThatIsNotWholeIsRefused() throws IOException {
    Path part = folder.resolve("part-1.floats");
    write(part, SHAPE, 3, 1, 2);
    byte[] whole = Files.readAllBytes(part);
    for (int length : new int[] {0, 20, whole.length - 1}) {
      Files.write(part, Arrays.copyOf(whole, length));
      assertRefused(() -> open(folder), "part-1.floats", "is not a whole file of float records");
    }
    Files.write(part, Arrays.copyOfRange(whole, 4, whole.length));
    assertRefused(() -> open(folder), "part-1.floats", "is not a whole file of float records");
  }

  @Test
  void partsOfDifferentSetsAreRefused() throws IOException {
    write(folder.resolve("part-1.floats"), SHAPE, 3, 1);
    write(folder.resolve("part-2.floats"), new ImageShape(1, 2, 3), 3, 1);
    assertRefused(() -> open(folder), "part-2.floats", "another shape");
    Files.delete(folder.resolve("part-1.floats"));
    Files.delete(folder.resolve("part-2.floats"));
    assertRefused(() -> open(folder), "holds no .floats files");
  }

  @Test
  void numbersReachTheNetworkAsTheyAre() throws IOException {
    write(folder.resolve("part-1.floats"), SHAPE, 3, 7, 8);
    DataConfig config = TestSets.config(DataFormat.FLOAT_RECORDS, folder, folder, null);
    DataSets sets = DataSets.open(config, HADOOP);
    MicroBatch batch = new MicroBatch(2, SHAPE);
    try (MicroBatchReader reader =
        new MicroBatchReader(
            sets.train(),
            NormalizationConstants.of(config, sets.train()),
            AugmentConfig.NONE,
            1,
            2)) {
      reader.readTraining(0, new int[] {1, 0}, 0, 2, batch);
      float[] expected = Arrays.copyOf(values(SHAPE, 8), 2 * SHAPE.values());
      System.arraycopy(values(SHAPE, 7), 0, expected, SHAPE.values(), SHAPE.values());
      assertArrayEquals(expected, batch.features());
      assertArrayEquals(new int[] {2, 1}, batch.labels());
    }
    byte[] pixels = new byte[SHAPE.values()];
    assertRefused(() -> sets.train().read(0, pixels), "float-records hold numbers, not pixels");
  }

  @Test
  void imagesOfNumbersAreMirroredAndCropped() throws IOException {
    write(folder.resolve("part-1.floats"), SHAPE, 3, 7);
    AugmentConfig mirrored =
        new AugmentConfig(0, true, null, AugmentConfig.ColorJitter.NONE, 0, 0, 0, 0);
    MicroBatch batch = new MicroBatch(1, SHAPE);
    DataConfig config = TestSets.config(DataFormat.FLOAT_RECORDS, folder, folder, null);
    FloatRecords set = open(folder);
    boolean seen = false;
    float[] plain = values(SHAPE, 7);
    float[] turned = {plain[2], plain[1], plain[0], plain[5], plain[4], plain[3]};
    try (MicroBatchReader reader =
        new MicroBatchReader(set, NormalizationConstants.of(config, set), mirrored, 1, 1)) {
      for (int epoch = 0; epoch < 20; epoch++) {
        reader.readTraining(epoch, new int[] {0}, 0, 1, batch);
        boolean turnedNow = batch.features()[0] != plain[0];
        seen |= turnedNow;
        assertArrayEquals(turnedNow ? turned : plain, batch.features());
      }
    }
    assertEquals(true, seen);
  }

  private static FloatRecords open(Path folder) throws IOException {
    return FloatRecords.open(
        FileSystem.getLocal(HADOOP), new org.apache.hadoop.fs.Path(folder.toString()));
  }

  private static void write(Path file, ImageShape shape, int classes, int... numbers)
      throws IOException {
    try (OutputStream out = Files.newOutputStream(file)) {
      FloatPartWriter writer = new FloatPartWriter(out, shape, classes);
      for (int number : numbers) {
        writer.add(values(shape, number), 0, number % classes);
      }
      writer.finish();
    }
  }

  private static float[] values(ImageShape shape, int number) {
    float[] values = new float[shape.values()];
    for (int i = 0; i < values.length; i++) {
      values[i] = number + 0.1f * i - 3;
    }
    return values;
  }
}
