package dev.largo.data.synthetic;

import static dev.largo.data.TestSets.HADOOP;
import static dev.largo.data.TestSets.assertRefused;
import static dev.largo.data.TestSets.synthetic;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.largo.config.AugmentConfig;
import dev.largo.config.BadSamples;
import dev.largo.config.CacheConfig;
import dev.largo.config.DataConfig;
import dev.largo.config.DataFormat;
import dev.largo.config.ShuffleConfig;
import dev.largo.config.SyntheticConfig;
import dev.largo.data.DataException;
import dev.largo.data.ImageShape;
import dev.largo.data.format.DataSets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SynthesizerTest {
  @TempDir Path folder;

  @Test
  void writesTheSameBytesEachTime() throws IOException {
    Path first = folder.resolve("first");
    Path second = folder.resolve("second");
    AtomicInteger written = new AtomicInteger();

    Synthesizer.synthesize(synthetic(first.toString()), HADOOP, done -> written.incrementAndGet());
    Synthesizer.synthesize(synthetic(second.toString()), HADOOP, done -> {});

    List<Path> names = files(first);
    assertEquals(names, files(second));
    assertEquals(31, names.size());
    assertEquals(30, written.get());
    for (Path name : names) {
      assertArrayEquals(
          Files.readAllBytes(first.resolve(name)),
          Files.readAllBytes(second.resolve(name)),
          name.toString());
    }
  }

  @Test
  void imageDependsOnSeedSplitAndIndexAndNotOnHowManyThereAre() throws IOException {
    Path few = folder.resolve("few");
    Path many = folder.resolve("many");
    Path other = folder.resolve("other");

    write(new SyntheticConfig(few.toString(), 20, 10, 32, 7));
    write(new SyntheticConfig(many.toString(), 40, 20, 32, 7));
    write(new SyntheticConfig(other.toString(), 20, 10, 32, 8));

    byte[] image = Files.readAllBytes(few.resolve("train/ring/00001.jpg"));
    assertArrayEquals(image, Files.readAllBytes(many.resolve("train/ring/00001.jpg")));
    assertFalse(Arrays.equals(image, Files.readAllBytes(other.resolve("train/ring/00001.jpg"))));
    assertFalse(
        Arrays.equals(
            Files.readAllBytes(few.resolve("train/ring/00000.jpg")),
            Files.readAllBytes(few.resolve("validation/ring/00000.jpg"))));
  }

  @Test
  void isReadAsASetOfTenClassesMadeOnFirstUse() throws IOException {
    Path set = folder.resolve("set");
    DataConfig config =
        new DataConfig(
            DataFormat.SYNTHETIC,
            null,
            null,
            16,
            null,
            List.of(),
            List.of(),
            ShuffleConfig.FULL,
            AugmentConfig.NONE,
            null,
            BadSamples.FAIL,
            CacheConfig.OFF,
            synthetic(set.toString()));

    DataSets sets = DataSets.open(config, HADOOP);
    byte[] manifest = Files.readAllBytes(set.resolve("synthetic.json"));
    DataSets again = DataSets.open(config, HADOOP);

    assertEquals(10, sets.train().classNames().size());
    assertEquals(20, sets.train().size());
    assertEquals(10, sets.validation().size());
    assertEquals(new ImageShape(3, 16, 16), sets.train().shape());
    assertEquals(sets.train().fingerprint(), again.train().fingerprint());
    assertArrayEquals(manifest, Files.readAllBytes(set.resolve("synthetic.json")));
  }

  @Test
  void leavesNothingOfAnInterruptedSynthesis() throws IOException {
    Path set = folder.resolve("set");

    assertThrows(
        IllegalStateException.class,
        () ->
            Synthesizer.synthesize(
                synthetic(set.toString()),
                HADOOP,
                done -> {
                  throw new IllegalStateException("interrupted");
                }));

    assertFalse(Files.exists(set));
    try (Stream<Path> entries = Files.list(folder)) {
      assertEquals(List.of(), entries.toList());
    }
  }

  @Test
  void takesAnEmptyDirectoryAndRefusesAFullOne() throws IOException {
    Path set = Files.createDirectory(folder.resolve("set"));
    SyntheticConfig config = synthetic(set.toString());
    write(config);
    assertTrue(Files.exists(set.resolve("train/star/00001.jpg")));

    assertRefused(() -> write(config), set + ": exists and is not empty");
  }

  @Test
  void refusesADirectoryThatHoldsAnythingElse() throws IOException {
    Path set = folder.resolve("set");
    write(synthetic(set.toString()));

    assertRefused(
        () -> Synthesizer.ensure(new SyntheticConfig(set.toString(), 30, 10, 32, 7), HADOOP),
        "data.synthetic.directory: ",
        "train_samples 20, the configuration asks for 30");

    Files.write(set.resolve("synthetic.json"), new byte[] {'{', '['});
    assertRefused(
        () -> Synthesizer.ensure(synthetic(set.toString()), HADOOP), "synthetic.json: is no JSON");

    Files.delete(set.resolve("synthetic.json"));
    assertRefused(
        () -> Synthesizer.ensure(synthetic(set.toString()), HADOOP),
        "data.synthetic.directory: ",
        "holds no synthetic.json");
  }

  @Test
  void refusesASetThatWouldLackAClass() {
    Path set = folder.resolve("set");

    assertRefused(
        () -> write(new SyntheticConfig(set.toString(), 9, 10, 32, 7)),
        "data.synthetic.train-samples: is 9; give 10 at least");
  }

  private static void write(SyntheticConfig config) throws DataException {
    Synthesizer.synthesize(config, HADOOP, done -> {});
  }

  private static List<Path> files(Path root) throws IOException {
    try (Stream<Path> walk = Files.walk(root)) {
      return walk.filter(Files::isRegularFile).map(root::relativize).sorted().toList();
    }
  }
}
