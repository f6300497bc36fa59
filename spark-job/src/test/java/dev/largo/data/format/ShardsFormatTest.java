package dev.largo.data.format;

import static dev.largo.data.TestSets.HADOOP;
import static dev.largo.data.TestSets.assertRefused;
import static dev.largo.data.TestSets.encoded;
import static dev.largo.data.TestSets.plain;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.largo.config.DataConfig;
import dev.largo.config.DataFormat;
import dev.largo.data.ImageShape;
import dev.largo.data.SampleSource;
import dev.largo.data.TestSets;
import dev.largo.data.shard.Tars;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShardsFormatTest {
  @TempDir Path folder;
  Path train;
  Path validation;

  @BeforeEach
  void writeSet() throws IOException {
    train = folder.resolve("train");
    validation = folder.resolve("val");
    try (Tars tar = new Tars(train.resolve("train-0.tar"))) {
      tar.add("a.png", encoded(plain(8, 8, 0x101010), "png")).add("a.cls", "2");
      tar.add("b.jpg", encoded(plain(8, 8, 0x404040), "jpeg")).add("b.cls", "0");
    }
    try (Tars tar = new Tars(train.resolve("train-1.tar"))) {
      tar.add("a.png", encoded(plain(8, 8, 0x202020), "png")).add("a.json", "{\"label\":1}");
    }
    try (Tars tar = new Tars(validation.resolve("val-0.tar"))) {
      tar.add("v.png", encoded(plain(8, 8, 0x303030), "png")).add("v.cls", "1");
    }
  }

  @Test
  void samplesAreNumberedThroughTheShards() throws IOException {
    SampleSource source = open(null).train();

    assertEquals(3, source.size());
    assertEquals(List.of(2, 0, 1), IntStream.range(0, 3).mapToObj(source::label).toList());
    assertEquals(new ImageShape(3, 8, 8), source.shape());
    assertEquals(0x10, TestSets.read(source, 0)[0]);
    assertEquals(0x20, TestSets.read(source, 2)[0]);
    assertEquals(train + "/train-1.tar/a.png", source.name(2).replace("file:", ""));
  }

  @Test
  void classesAreNumbersWithoutAFileOfNames() throws IOException {
    assertEquals(List.of("0", "1", "2"), open(null).validation().classNames());
  }

  @Test
  void classesAreNamedByTheFileBesideTheTrainingShards() throws IOException {
    names(train, "n01440764 tench\nn02 cat\nn03 dog\nn04 more\n");

    assertEquals(
        List.of("n01440764 tench", "n02 cat", "n03 dog", "n04 more"),
        open(null).validation().classNames());
  }

  @Test
  void aLabelBeyondTheNamesIsRefused() throws IOException {
    names(train, "one\ntwo\n");

    assertRefused(() -> open(null), "data.train: ", "\"a.png\" of ", "has class 2", "2 classes");
  }

  @Test
  void aValidationSetOfOtherClassesIsRefused() throws IOException {
    names(train, "one\ntwo\nthree\n");
    names(validation, "two\nthree\n");

    assertRefused(() -> open(null), "data.validation: ", "names other classes");
  }

  @Test
  void imagesAreScaledOrMustBeOfOneSize() throws IOException {
    try (Tars tar = new Tars(train.resolve("train-2.tar"))) {
      tar.add("w.png", encoded(plain(20, 9, 0x505050), "png")).add("w.cls", "0");
    }

    assertRefused(() -> open(null), "train-2.tar/w.png: is 20x9 pixels", "data.image-size");
    assertEquals(0x50, TestSets.read(open(16).train(), 3)[0]);
  }

  @Test
  void aMemberThatIsNoImageIsRefused() throws IOException {
    try (Tars tar = new Tars(train.resolve("train-2.tar"))) {
      tar.add("w.png", "text, not pixels").add("w.cls", "0");
    }

    assertRefused(() -> open(16), "train-2.tar/w.png: is neither a JPEG nor a PNG image");
  }

  private static void names(Path directory, String text) throws IOException {
    Files.write(directory.resolve("classes.txt"), text.getBytes(StandardCharsets.UTF_8));
  }

  private DataSets open(@Nullable Integer imageSize) throws IOException {
    DataConfig config =
        TestSets.config(
            DataFormat.SHARDS, train.toString(), validation + "/val-{0..0}.tar", imageSize);
    return DataSets.open(config, HADOOP);
  }
}
