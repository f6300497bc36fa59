package dev.largo.data.format;

import static dev.largo.data.TestSets.HADOOP;
import static dev.largo.data.TestSets.assertRefused;
import static dev.largo.data.TestSets.plain;
import static dev.largo.data.TestSets.writeImage;
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
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageFolderFormatTest {
  @TempDir Path folder;
  Path train;
  Path validation;

  @BeforeEach
  void writeSet() throws IOException {
    train = folder.resolve("train");
    validation = folder.resolve("val");
    writeImage(train.resolve("b/2.png"), plain(8, 8, 0x202020));
    writeImage(train.resolve("b/1.jpg"), plain(8, 8, 0x101010));
    writeImage(train.resolve("a/deeper/3.png"), plain(8, 8, 0x303030));
    writeImage(train.resolve("c/4.png"), plain(8, 8, 0x404040));
    writeImage(validation.resolve("c/5.png"), plain(8, 8, 0x505050));
    Files.write(train.resolve("classes.txt"), new byte[] {'x'});
    Files.write(train.resolve("b/classes.txt"), new byte[] {'x'});
    Files.write(train.resolve("b/.DS_Store"), new byte[] {'x'});
    Files.createDirectories(train.resolve(".cache"));
  }

  @Test
  void numbersFilesByNameAndClassesByFolder() throws IOException {
    DataSets sets = open(null);

    assertEquals(List.of("a", "b", "c"), sets.train().classNames());
    assertEquals(4, sets.train().size());
    assertEquals(new ImageShape(3, 8, 8), sets.train().shape());
    assertEquals(List.of(0, 1, 1, 2), labels(sets.train()));
    assertEquals(0x30, TestSets.read(sets.train(), 0)[0]);
    assertEquals(0x10, TestSets.read(sets.train(), 1)[0]);
    assertEquals(0x20, TestSets.read(sets.train(), 2)[0]);
  }

  @Test
  void validationSharesTheClassesOfTraining() throws IOException {
    SampleSource alone = SampleSources.open(config(null), Split.VALIDATION, HADOOP);

    assertEquals(List.of("a", "b", "c"), alone.classNames());
    assertEquals(List.of(2), labels(alone));
  }

  @Test
  void scalesToTheConfiguredSize() throws IOException {
    writeImage(train.resolve("a/wide.png"), plain(50, 20, 0x707070));

    DataSets sets = open(4);

    assertEquals(new ImageShape(3, 4, 4), sets.train().shape());
    assertEquals(0x70, TestSets.read(sets.train(), 1)[47]);
  }

  @Test
  void opensAUriOfAnyFileSystem() throws IOException {
    DataConfig config =
        TestSets.config(
            DataFormat.IMAGE_FOLDER, train.toUri().toString(), validation.toUri().toString(), null);

    assertEquals(4, DataSets.open(config, HADOOP).train().size());
  }

  @Test
  void fingerprintChangesWithNamesAndNotWithThePlace() throws IOException {
    String before = open(null).train().fingerprint();
    Path moved = folder.resolve("moved");
    Files.move(train, moved);
    train = moved;
    assertEquals(before, open(null).train().fingerprint());

    Files.move(train.resolve("b/2.png"), train.resolve("b/3.png"));
    assertNotEquals(before, open(null).train().fingerprint());
  }

  @Test
  void refusesAMissingFolderAndAFile() throws IOException {
    train = folder.resolve("none");
    assertRefused(() -> open(null), "data.train: ", "none does not exist");

    train = Files.write(folder.resolve("file"), new byte[1]);
    assertRefused(() -> open(null), "data.train: ", "file is a file", "sub-folder");

    train = Files.createDirectory(folder.resolve("bare"));
    assertRefused(() -> open(null), "data.train: ", "bare holds no class folders");
  }

  @Test
  void refusesAnEmptyClassFolder() throws IOException {
    Files.createDirectory(train.resolve("empty"));

    assertRefused(() -> open(null), "data.train: ", "empty is empty");
  }

  @Test
  void refusesAFileThatIsNoImageBeforeTheFirstRead() throws IOException {
    Files.write(train.resolve("c/notes.jpg"), "some text".getBytes(StandardCharsets.UTF_8));

    assertRefused(() -> open(null), "c/notes.jpg: is neither a JPEG nor a PNG image");
    assertRefused(() -> open(4), "c/notes.jpg: is neither a JPEG nor a PNG image");
  }

  @Test
  void namesABadImageFoundLater() throws IOException {
    byte[] image = Files.readAllBytes(train.resolve("c/4.png"));
    Files.write(train.resolve("c/4.png"), Arrays.copyOf(image, image.length / 2));
    SampleSource source = open(8).train();

    assertRefused(() -> TestSets.read(source, 3), "c/4.png: ");
  }

  @Test
  void namesAVanishedImage() throws IOException {
    SampleSource source = open(null).train();
    Files.delete(train.resolve("c/4.png"));

    assertRefused(() -> TestSets.read(source, 3), "c/4.png: has vanished");
  }

  @Test
  void refusesDifferentSizesWithoutImageSize() {
    writeImage(train.resolve("b/large.png"), plain(9, 8, 0x101010));

    assertRefused(() -> open(null), "b/large.png: is 9x8 pixels", "8x8", "data.image-size");
  }

  @Test
  void refusesAValidationSetOfAnotherSize() {
    writeImage(validation.resolve("c/5.png"), plain(9, 8, 0x101010));

    assertRefused(() -> open(null), "data.validation: ", "3x8x9", "3x8x8");
  }

  @Test
  void refusesAClassThatTrainingDoesNotKnow() {
    writeImage(validation.resolve("d/5.png"), plain(8, 8, 0x101010));

    assertRefused(() -> open(null), "data.validation: ", "d is unknown to data.train");
  }

  @Test
  void refusesAFileSystemThatDoesNotExist() {
    DataConfig config =
        TestSets.config(DataFormat.IMAGE_FOLDER, "nosuch://host/x", validation.toString(), null);

    assertRefused(() -> DataSets.open(config, HADOOP), "data.train: ", "nosuch://host/x");
  }

  @Test
  void readsTheSamePixelsFromTheCache() throws IOException {
    SampleSource source = open(4).train();

    assertArrayEquals(TestSets.read(source, 2), TestSets.read(source, 2));
  }

  private DataSets open(@Nullable Integer imageSize) throws IOException {
    return DataSets.open(config(imageSize), HADOOP);
  }

  private DataConfig config(@Nullable Integer imageSize) {
    return TestSets.config(DataFormat.IMAGE_FOLDER, train, validation, imageSize);
  }

  private static List<Integer> labels(SampleSource source) {
    return IntStream.range(0, source.size()).mapToObj(source::label).toList();
  }
}
