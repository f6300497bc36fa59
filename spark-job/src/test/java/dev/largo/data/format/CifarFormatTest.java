package dev.largo.data.format;

import static dev.largo.data.TestSets.HADOOP;
import static dev.largo.data.TestSets.assertRefused;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.largo.config.DataFormat;
import dev.largo.data.ImageShape;
import dev.largo.data.SampleSource;
import dev.largo.data.TestSets;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CifarFormatTest {
  @TempDir Path folder;

  @Test
  void readsTheFilesOfADirectoryInTheirOrder() throws IOException {
    write("data_batch_2.bin", records(1, 5, 6));
    write("data_batch_1.bin", records(1, 3));
    write("test_batch.bin", records(1, 9));
    write("batches.meta.txt", "a\nb\nc\nd\ne\nf\ng\nh\ni\nj\n\n".getBytes(StandardCharsets.UTF_8));

    DataSets sets = open(folder.toString(), folder.toString());

    assertEquals(new ImageShape(3, 32, 32), sets.train().shape());
    assertEquals(List.of(3, 5, 6), labels(sets.train()));
    assertEquals(List.of(9), labels(sets.validation()));
    assertEquals("j", sets.validation().classNames().get(9));
    byte[] pixels = TestSets.read(sets.train(), 1);
    assertEquals(5, pixels[0]);
    assertEquals((byte) (5 + 3071), pixels[3071]);
  }

  @Test
  void readsFilesNamedOneByOneInThatOrder() throws IOException {
    write("second.bin", records(1, 1));
    write("first.bin", records(1, 2, 4));

    DataSets sets =
        open(
            folder.resolve("first.bin") + ", " + folder.resolve("second.bin"),
            folder.resolve("second.bin").toString());

    assertEquals(List.of(2, 4, 1), labels(sets.train()));
    assertEquals(10, sets.train().classNames().size());
  }

  @Test
  void takesTheFineLabelOfCifar100() throws IOException {
    write("train.bin", records(2, 99, 40));
    write("test.bin", records(2, 7));

    DataSets sets = open(folder.toString(), folder.toString());

    assertEquals(List.of(99, 40), labels(sets.train()));
    assertEquals(100, sets.validation().classNames().size());
  }

  @Test
  void knowsCifar100ByItsRecordLength() throws IOException {
    write("mine.bin", records(2, 60));

    SampleSource train = open(file("mine.bin"), file("mine.bin")).train();

    assertEquals(List.of(60), labels(train));
  }

  @Test
  void refusesATruncatedFile() throws IOException {
    byte[] whole = records(1, 1, 2);
    write("data_batch_1.bin", Arrays.copyOf(whole, whole.length - 1));

    assertRefused(
        () -> open(folder.toString(), folder.toString()), "data_batch_1.bin", "6145 bytes", "3073");
  }

  @Test
  void refusesALabelOutOfRange() throws IOException {
    write("data_batch_1.bin", records(1, 1, 10));

    assertRefused(
        () -> open(folder.toString(), folder.toString()),
        "data_batch_1.bin",
        "label 10 of record 1",
        "0 to 9");
  }

  @Test
  void refusesADirectoryWithoutTheFiles() throws IOException {
    write("data_batch_1.bin", records(1, 1));

    assertRefused(
        () -> open(folder.toString(), folder.toString()),
        "data.validation: ",
        "holds no CIFAR binary file",
        "test_batch.bin");
  }

  @Test
  void refusesSplitsOfTwoSets() throws IOException {
    write("data_batch_1.bin", records(1, 1));
    write("test.bin", records(2, 1));

    assertRefused(
        () -> open(folder.toString(), file("test.bin")),
        "data.validation: ",
        "100 classes, data.train has 10");
  }

  @Test
  void refusesAWrongNumberOfClassNames() throws IOException {
    write("data_batch_1.bin", records(1, 1));
    write("batches.meta.txt", new byte[] {'a', '\n', 'b'});

    assertRefused(
        () -> open(folder.toString(), folder.toString()), "batches.meta.txt", "2 class names");
  }

  private DataSets open(String train, String validation) throws IOException {
    return DataSets.open(TestSets.config(DataFormat.CIFAR_BINARY, train, validation, null), HADOOP);
  }

  private static List<Integer> labels(SampleSource source) {
    return IntStream.range(0, source.size()).mapToObj(source::label).toList();
  }

  private String file(String name) {
    return folder.resolve(name).toString();
  }

  private void write(String name, byte[] bytes) throws IOException {
    Files.write(folder.resolve(name), bytes);
  }

  /** Records of the labels; the first of two label bytes is 1; pixel p is label + p. */
  private static byte[] records(int labelBytes, int... labels) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int label : labels) {
      for (int i = 1; i < labelBytes; i++) {
        bytes.write(1);
      }
      bytes.write(label);
      for (int p = 0; p < 3072; p++) {
        bytes.write(label + p);
      }
    }
    return bytes.toByteArray();
  }
}
