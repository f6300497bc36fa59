package dev.largo.study;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.largo.config.ConfigTemplate;
import dev.largo.config.DataConfig;
import dev.largo.config.DataFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The studies and searches that come with Largo. */
final class PresetsTest {
  private static final Path CONF = Path.of(System.getProperty("basedir", "."), "..", "conf");

  private static List<Path> files(String kind) throws IOException {
    try (Stream<Path> files = Files.list(CONF)) {
      return files.filter(f -> f.getFileName().toString().startsWith(kind)).sorted().toList();
    }
  }

  static List<Path> studies() throws IOException {
    return files("study-");
  }

  static List<Path> searches() throws IOException {
    return files("search-");
  }

  /** Fashion-MNIST's. */
  private static int samples(DataConfig data) {
    return data.format() == DataFormat.SYNTHETIC ? data.synthetic().trainSamples() : 60_000;
  }

  private static void requireQuestion(Path file) throws IOException {
    List<String> lines = Files.readAllLines(file);
    assertTrue(lines.get(0).startsWith("# Question: "), lines.get(0));
    String name = file.getFileName().toString();
    String command = "submit/largo " + name.substring(0, name.indexOf('-'));
    assertTrue(lines.stream().limit(4).anyMatch(line -> line.contains(command)), file::toString);
  }

  @ParameterizedTest
  @MethodSource("studies")
  void everyCellOfEveryStudyCanBeTrained(Path file) throws IOException {
    Study study = Study.of(ConfigTemplate.load(file, List.of()), PresetsTest::samples);

    requireQuestion(file);
    assertEquals(file.getFileName().toString(), study.name() + ".conf");
    assertTrue(study.cells().size() >= 3, () -> study.cells().size() + " cells");
  }

  @ParameterizedTest
  @MethodSource("searches")
  void everySearchHasTrials(Path file) throws IOException {
    Search search = Search.of(ConfigTemplate.load(file, List.of()), PresetsTest::samples);

    requireQuestion(file);
    assertEquals(file.getFileName().toString(), search.name() + ".conf");
    assertTrue(search.trials(1, List.of()).size() > 1);
  }
}
