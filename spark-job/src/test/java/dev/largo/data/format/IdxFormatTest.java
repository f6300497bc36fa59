package dev.largo.data.format;

import static dev.largo.data.TestSets.HADOOP;
import static dev.largo.data.TestSets.assertRefused;
import static dev.largo.data.TestSets.gzip;
import static dev.largo.data.TestSets.idx;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.largo.config.DataConfig;
import dev.largo.config.DataFormat;
import dev.largo.data.ImageShape;
import dev.largo.data.SampleSource;
import dev.largo.data.Split;
import dev.largo.data.TestSets;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdxFormatTest {
  private static final byte[] TRAIN_IMAGES =
      idx(new int[] {3, 1, 2}, new byte[] {1, 2, 3, 4, 5, (byte) 200});
  private static final byte[] TRAIN_LABELS = idx(new int[] {3}, new byte[] {0, 2, 1});

  @TempDir Path folder;

  @BeforeEach
  void writeSet() throws IOException {
    write("train-images-idx3-ubyte", TRAIN_IMAGES);
    write("train-labels-idx1-ubyte.gz", gzip(TRAIN_LABELS));
    write("t10k-images-idx3-ubyte.gz", gzip(idx(new int[] {1, 1, 2}, new byte[] {9, 8})));
    write("t10k-labels-idx1-ubyte", idx(new int[] {1}, new byte[] {1}));
  }

  @Test
  void readsPlainAndCompressedFilesOfADirectory() throws IOException {
    DataSets sets = DataSets.open(config(folder, folder), HADOOP);

    assertEquals(new ImageShape(1, 1, 2), sets.train().shape());
    assertEquals(List.of("0", "1", "2"), sets.validation().classNames());
    assertEquals(3, sets.train().size());
    assertEquals(2, sets.train().label(1));
    assertArrayEquals(new byte[] {5, (byte) 200}, TestSets.read(sets.train(), 2));
    assertArrayEquals(new byte[] {9, 8}, TestSets.read(sets.validation(), 0));
  }

  @Test
  void readsTheImagesFileAndFindsItsLabels() throws IOException {
    Path images = folder.resolve("train-images-idx3-ubyte");

    SampleSource train = SampleSources.open(config(images, folder), Split.TRAIN, HADOOP);

    assertEquals(3, train.size());
  }

  @Test
  void namesClassesFromTheFileBesideIt() throws IOException {
    write("classes.txt", "shirt\n\nshoe\nbag\n".getBytes(StandardCharsets.UTF_8));

    DataSets sets = DataSets.open(config(folder, folder), HADOOP);

    assertEquals(List.of("shirt", "shoe", "bag"), sets.validation().classNames());
  }

  @Test
  void fingerprintIsOfTheContentsNotTheCompression() throws IOException {
    String before = fingerprint();

    Files.delete(folder.resolve("train-images-idx3-ubyte"));
    write("train-images-idx3-ubyte.gz", gzip(TRAIN_IMAGES));
    assertEquals(before, fingerprint());

    write("train-labels-idx1-ubyte.gz", gzip(idx(new int[] {3}, new byte[] {0, 1, 2})));
    assertNotEquals(before, fingerprint());
  }

  @Test
  void refusesMissingData() throws IOException {
    Files.delete(folder.resolve("train-labels-idx1-ubyte.gz"));

    assertRefused(this::open, "data.train: ", "train-labels-idx1-ubyte", "exists");
    assertRefused(
        () -> DataSets.open(config(folder.resolve("none"), folder), HADOOP),
        "data.train: ",
        "none does not exist");
  }

  @Test
  void refusesAValidationKeyThatIsNotSet() {
    assertRefused(
        () -> DataSets.open(TestSets.config(DataFormat.IDX, folder.toString(), null, null), HADOOP),
        "data.validation: is not set");
  }

  @Test
  void refusesTruncatedFiles() throws IOException {
    write("train-images-idx3-ubyte", Arrays.copyOf(TRAIN_IMAGES, TRAIN_IMAGES.length - 1));
    assertRefused(this::open, "train-images-idx3-ubyte", "truncated", "3 images, 2 are there");

    write("train-images-idx3-ubyte", Arrays.copyOf(TRAIN_IMAGES, 10));
    assertRefused(this::open, "train-images-idx3-ubyte", "truncated");

    byte[] compressed = gzip(TRAIN_LABELS);
    write("train-labels-idx1-ubyte.gz", Arrays.copyOf(compressed, compressed.length - 9));
    assertRefused(this::open, "train-labels-idx1-ubyte.gz", "truncated or damaged");
  }

  @Test
  void refusesFilesThatGoOnOrAreOfAnotherKind() throws IOException {
    write("train-images-idx3-ubyte", Arrays.copyOf(TRAIN_IMAGES, TRAIN_IMAGES.length + 1));
    assertRefused(this::open, "train-images-idx3-ubyte", "goes on after");

    write("train-images-idx3-ubyte", TRAIN_LABELS);
    assertRefused(this::open, "train-images-idx3-ubyte", "0x00000801", "0x00000803");
  }

  @Test
  void refusesCountsThatDiffer() throws IOException {
    write("train-labels-idx1-ubyte.gz", gzip(idx(new int[] {2}, new byte[] {0, 1})));

    assertRefused(this::open, "train-labels-idx1-ubyte.gz", "2 labels for the 3 images");
  }

  @Test
  void refusesALabelThatTrainingDoesNotKnow() throws IOException {
    write("t10k-labels-idx1-ubyte", idx(new int[] {1}, new byte[] {3}));

    assertRefused(this::open, "t10k-labels-idx1-ubyte", "label 3 of sample 0", "0 to 2");
  }

  @Test
  void refusesAValidationSetOfAnotherSize() throws IOException {
    write("t10k-images-idx3-ubyte.gz", gzip(idx(new int[] {1, 1, 3}, new byte[] {9, 8, 7})));

    assertRefused(this::open, "data.validation: ", "1x1x3", "1x1x2");
  }

  private void open() throws IOException {
    DataSets.open(config(folder, folder), HADOOP);
  }

  private String fingerprint() throws IOException {
    return SampleSources.open(config(folder, folder), Split.TRAIN, HADOOP).fingerprint();
  }

  private void write(String name, byte[] bytes) throws IOException {
    Files.write(folder.resolve(name), bytes);
  }

  private static DataConfig config(Path train, Path validation) {
    return TestSets.config(DataFormat.IDX, train, validation, null);
  }
}
