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

/** Pages as a browser shows them, and what {@code largo report} makes of directories. */
final class ReportIT {
  @TempDir static Path directory;
  private static TinySet set;

  @BeforeAll
  static void train() throws Exception {
    set = new TinySet(directory);
    Cli.Result trained = Cli.run(set.train("shown"));
    assertEquals(0, trained.status(), trained.err());
    Files.writeString(
        set.run("shown").resolve("bad-samples.jsonl"),
        """
        {"sample":"a, \\"b\\".png","reason":"it says: \\"no, thanks\\""}
        """);
    assertWrittenAnew(set.run("shown"));
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
    assertDrawn(page(), 17, 1);
  }

  @Test
  void studyLeavesAPageThatABrowserDraws() throws Exception {
    Cli.Result result =
        Cli.run(
            "study",
            set.configuration().toString(),
            "name=grid",
            "batch.global=[24,48]",
            "seed=[1,2]",
            "averaging.swa.enabled=false",
            "study.budget.top1=0.99",
            "study.cells=[{name=wild,optimizer={name=sgd,trust-coefficient=null},schedule.base-lr=1e30,schedule.warmup.epochs=0},{name=tame}]");
    assertEquals(0, result.status(), result.err());

    Path page = set.run("grid").resolve("report.html");
    String html = Files.readString(page);
    assertTrue(html.contains("8 of 8"), "the last cell is missing");
    assertTrue(html.contains("<h1>grid, completed</h1>"), "it was not written at the end");
    assertTrue(html.contains("href=\"cells/tame_global-24_seed-1/report.html\""), "no link");
    assertDrawn(page, 10, 0);

    assertWrittenAnew(set.run("grid"));
  }

  @Test
  void searchLeavesAPageThatABrowserDraws() throws Exception {
    Cli.Result result =
        Cli.run(
            "search",
            set.configuration().toString(),
            "name=drawn",
            "averaging.swa.enabled=false",
            "schedule.warmup.epochs=0",
            "schedule.base-lr={log-uniform=[0.1,2]}",
            "optimizer.name={choice=[lars,lars-nesterov]}",
            "search.trials=4",
            "search.stages=[{keep=2,epochs=1},{keep=1,epochs=2}]");
    assertEquals(0, result.status(), result.err());

    // A key each, trials, stages.
    assertDrawn(set.run("drawn").resolve("report.html"), 4, 0);
    assertWrittenAnew(set.run("drawn"));
  }

  private static void assertWrittenAnew(Path place) throws Exception {
    Files.delete(place.resolve("report.html"));
    Cli.Result result = Cli.run("report", place.toString());
    assertEquals(0, result.status(), result.err());
    assertEquals("report: " + place.resolve("report.html") + "\n", result.out());
    assertTrue(Files.size(place.resolve("report.html")) < 10_000_000);
  }

  /**
   * Shows a page wide and narrow, and presses all that is on it.
   *
   * @param figures at least
   * @param quoted cells of its tables, at least, that had to be quoted in CSV
   */
  private static void assertDrawn(Path page, int figures, int quoted) throws Exception {
    try (Browser browser = Browser.start(directory)) {
      for (int width : List.of(1400, 420)) {
        try (Tab tab = Tab.open(browser, page.toUri(), width)) {
          JsonNode seen = tab.drawn();

          assertTrue(seen.path("figures").asInt() >= figures, seen::toString);
          assertEquals(0, seen.path("empty").asInt(), seen::toString);
          assertTrue(seen.path("needed").asInt() <= seen.path("width").asInt(), seen::toString);
          assertTrue(seen.path("width").asInt() <= width, seen::toString);
        }
      }
      assertTrue(Buttons.pressed(browser, page.toUri()) >= quoted, "no cell had to be quoted");
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
      assertWrittenAnew(place);
    }

    assertEquals(-1, Arrays.mismatch(first, Files.readAllBytes(comparison.resolve("report.html"))));
    assertDrawn(comparison.resolve("report.html"), 7, 0);
  }

  @Test
  void directoryOfNothingIsRefusedInOneLine() {
    Cli.Result result = Cli.run("report", directory.resolve("nowhere").toString());

    assertEquals(2, result.status());
    assertEquals(1, result.messages().size());
    assertTrue(result.messages().get(0).contains("nowhere: does not exist"), result::err);
  }
}
