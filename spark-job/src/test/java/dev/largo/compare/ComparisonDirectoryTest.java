package dev.largo.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ComparisonDirectoryTest {
  private static final Comparison NOTHING =
      new Comparison(List.of(), 0, List.of(), List.of(), List.of(), List.of());

  @TempDir Path home;

  private ComparisonDirectory absent(String name) throws IOException {
    return ComparisonDirectory.absent(home.resolve(name).toString(), new Configuration());
  }

  private static final Landscape FLAT = new Landscape(List.of(), List.of(), List.of());

  private static List<String> files(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files
          .filter(file -> !file.equals(directory))
          .map(file -> directory.relativize(file).toString())
          .sorted()
          .toList();
    }
  }

  @Test
  void holdsTheFiguresAndThePage() throws Exception {
    ComparisonDirectory directory = absent("a/b");
    assertEquals(List.of(), files(home), "nothing is left by the look whether it can be made");

    directory.write(NOTHING, FLAT, out -> out.write('x'));

    assertEquals(
        List.of("a", "a/b", "a/b/comparison.json", "a/b/landscape.json", "a/b/report.html"),
        files(home));
    assertEquals(home.resolve("a/b").toString(), directory.shown());
  }

  @Test
  void nothingIsWrittenOver() throws Exception {
    Files.createDirectory(home.resolve("there"));

    ComparisonException refused = assertThrows(ComparisonException.class, () -> absent("there"));

    assertEquals(
        home.resolve("there")
            + ": exists already; name another directory with --output, or remove it",
        refused.getMessage());
  }

  @Test
  void placeThatCannotBeMadeIsRefusedAtOnce() throws Exception {
    Files.writeString(home.resolve("file"), "");

    ComparisonException refused =
        assertThrows(ComparisonException.class, () -> absent("file/below"));

    assertEquals(
        home.resolve("file/below")
            + ": cannot be made; name a directory that can be written to with --output",
        refused.getMessage());
  }

  @Test
  void whatFailsHalfWayLeavesNothing() throws Exception {
    ComparisonDirectory directory = absent("out");

    assertThrows(
        IOException.class,
        () ->
            directory.write(
                NOTHING,
                FLAT,
                out -> {
                  out.write('x');
                  throw new IOException("full");
                }));

    assertEquals(List.of(), files(home));
  }
}
