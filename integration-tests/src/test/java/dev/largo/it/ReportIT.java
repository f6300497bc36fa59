package dev.largo.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page of a run, as a browser shows it, and what {@code largo report} makes of directories. */
final class ReportIT {
  @TempDir static Path directory;
  private static TinySet set;

  @BeforeAll
  static void train() throws Exception {
    set = new TinySet(directory);
    Cli.Result trained = Cli.run(set.train("shown"));
    assertEquals(0, trained.status(), trained.err());
  }

  private static Path page() {
    return set.run("shown").resolve("report.html");
  }

  @Test
  void runLeavesItsPageAndEventFilesBehind() throws Exception {
    assertTrue(Files.size(page()) > 1_000_000);
    try (Stream<Path> files = Files.list(set.run("shown").resolve("tensorboard"))) {
      List<Path> events = files.toList();
      assertEquals(1, events.size());
      assertTrue(Files.size(events.get(0)) > 1000);
    }
  }

  @Test
  void browserDrawsEveryFigureWideAndNarrow() throws Exception {
    for (int width : List.of(1400, 420)) {
      JsonNode seen = Browser.look(page(), width, directory);

      assertTrue(seen.path("figures").asInt() >= 17, seen::toString);
      assertEquals(0, seen.path("empty").asInt(), seen::toString);
      assertTrue(seen.path("needed").asInt() <= seen.path("width").asInt(), seen::toString);
      assertTrue(seen.path("width").asInt() <= width, seen::toString);
    }
  }

  @Test
  void pagesAreWrittenAnewOfRunsAndComparisons() throws Exception {
    Path comparison = directory.resolve("comparison");
    Cli.Result compared =
        Cli.run("compare", set.run("shown").toString(), "--output", comparison.toString());
    assertEquals(0, compared.status(), compared.err());
    byte[] first = Files.readAllBytes(comparison.resolve("report.html"));

    for (Path place : List.of(comparison, set.run("shown"))) {
      Files.delete(place.resolve("report.html"));
      Cli.Result result = Cli.run("report", place.toString());
      assertEquals(0, result.status(), result.err());
      assertEquals("report: " + place.resolve("report.html") + "\n", result.out());
    }

    assertEquals(-1, Arrays.mismatch(first, Files.readAllBytes(comparison.resolve("report.html"))));
  }

  @Test
  void directoryOfNothingIsRefusedInOneLine() {
    Cli.Result result = Cli.run("report", directory.resolve("nowhere").toString());

    assertEquals(2, result.status());
    assertEquals(1, result.messages().size());
    assertTrue(result.messages().get(0).contains("nowhere: does not exist"), result::err);
  }
}
