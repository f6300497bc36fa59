package dev.largo.report.study;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.largo.config.ConfigException;
import dev.largo.report.Pages;
import dev.largo.report.Results;
import dev.largo.report.page.Block;
import dev.largo.report.page.Page;
import dev.largo.study.StudyDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StudyPageTest {
  private static final String CONFIG =
      """
      largo {
        name = made
        data.format = synthetic
        model.name = lenet
        batch { global = [64, 256], micro = 32 }
        seed = [1, 2]
        study.budget.top1 = 0.8
        schedule { base-lr = 0.1, base-batch = 64, scaling = sqrt, warmup.epochs = 1 }
      }
      """;

  @TempDir Path runs;

  private Page page(List<ObjectNode> lines) throws IOException {
    return StudyPage.of(Results.study(runs, CONFIG, lines));
  }

  private static ObjectNode cell(int batch, int seed, double top1) {
    return Results.cell(name(batch, seed), values(batch, seed), top1);
  }

  private static String name(int batch, int seed) {
    return "global-%d_seed-%d".formatted(batch, seed);
  }

  private static Map<String, Integer> values(int batch, int seed) {
    return Map.of("batch.global", batch, "seed", seed);
  }

  /** Two batches of two seeds; one cell of the larger batch has diverged. */
  private static List<ObjectNode> lines() {
    return List.of(
        cell(64, 1, 0.8).put("steps_to_target", 400).put("noise_scale", 150.0),
        cell(64, 2, 0.7).put("steps_to_target", 200).put("noise_scale", 250.0),
        cell(256, 1, 0.5).put("noise_scale", 100.0),
        Results.diverged(name(256, 2), values(256, 2)));
  }

  @Test
  void figuresAgainstTheBatchAreThoseOfTheLargeBatchLiterature() throws IOException {
    Page page = page(lines());

    assertEquals(
        List.of(
            "Validation top-1",
            "Best validation top-1",
            "Training top-1",
            "Generalization gap",
            "Steps to top-1 0.8",
            "Gradient noise scale",
            "Time of an update",
            "Time of an epoch",
            "Speed"),
        Pages.titles(page));
    assertEquals("[[64,0.75],[256,0.5]]", Pages.data(page, "Validation top-1", "all", "line"));
    assertEquals("[[64,0.7,0.8]]", Pages.data(page, "Validation top-1", "all", "whiskers"));
    assertEquals("[[64,0.8],[64,0.7]]", Pages.data(page, "Validation top-1", "all", "scatter"));
    // 0.9 less the means
    assertEquals("[[64,0.15],[256,0.4]]", Pages.data(page, "Generalization gap", "all", "line"));
    // 10 s for 2 epochs
    assertEquals("[[64,5],[256,5]]", Pages.data(page, "Time of an epoch", "all", "line"));
  }

  @Test
  void cellsBehindTheCliffAreMarked() throws IOException {
    Page page = page(lines());

    // At 256, in the first row from the bottom, one of two.
    assertEquals("[[256,0,1,2]]", Pages.data(page, "Validation top-1", "all", "lost"));
    assertTrue(Pages.figure(page, "Validation top-1").caption().endsWith("diverged."));
    assertEquals("[[256,0,2,2]]", Pages.data(page, "Steps to top-1 0.8", "all", "lost"));
    assertTrue(Pages.figure(page, "Steps to top-1 0.8").caption().endsWith("did not get there."));
    assertEquals(
        List.of("global-256_seed-2", "training diverged at step 3", "diverged"),
        Pages.table(page, "Cells that did not").rows().get(0));
    assertEquals(List.of("4 of 4", "3 completed, 1 diverged, 0 failed"), Pages.tile(page, "Cells"));
  }

  @Test
  void criticalBatchAndPerfectScalingAreDrawnIn() throws IOException {
    Page page = page(lines());

    // The median of 100, 150, 250; that of the diverged cell does not count.
    assertEquals("150", Pages.tile(page, "Critical batch").get(0));
    for (String title : List.of("Validation top-1", "Steps to top-1 0.8")) {
      assertTrue(
          Pages.option(page, title).path("series").findValuesAsText("xAxis").contains("150.0"),
          title);
    }
    // 300 steps at 64, a quarter of them at 256
    assertEquals(
        "[[64,300],[256,75]]", Pages.data(page, "Steps to top-1 0.8", "perfect scaling", "line"));
  }

  @Test
  void batchThatASeedDoesNotSurviveIsNotReached() throws IOException {
    Page page =
        page(
            List.of(
                Results.diverged(name(32, 1), values(32, 1)),
                cell(32, 2, 0.79),
                cell(64, 1, 0.8),
                cell(64, 2, 0.8),
                Results.diverged(name(128, 1), values(128, 1)),
                cell(128, 2, 0.8),
                cell(256, 1, 0.8),
                cell(256, 2, 0.8)));

    Block.Table reach = Pages.table(page, "How far each goes");
    assertEquals("diverged at", reach.header().get(4));
    assertEquals(
        List.of("all", "0.8000 ± 0.0000", "64", "64", "32 (1 of 2 seeds), 128 (1 of 2 seeds)"),
        reach.rows().get(0));
  }

  @Test
  void resultsStandAtTheTop() throws IOException {
    Page page = page(lines());

    assertEquals("made, completed", page.title());
    assertEquals(
        List.of("75.00 ± 7.07 %", "global 64, mean of the seeds"), Pages.tile(page, "Best top-1"));
    Block.Table table = Pages.table(page, "Mean ±");
    assertEquals(List.of("batch.global", "seeds", "top-1"), table.header().subList(0, 3));
    assertEquals(List.of("64", "2", "0.7500 ± 0.0707"), table.rows().get(0).subList(0, 3));
    assertEquals(List.of("256", "1/2", "0.5000"), table.rows().get(1).subList(0, 3));
    assertEquals(
        List.of("all", "0.7500 ± 0.0707", "64", "64", "256 (1 of 2 seeds)"),
        Pages.table(page, "How far").rows().get(0));
  }

  @Test
  void tunedRatesAreThoseAfterTheWarmup() throws IOException {
    List<ObjectNode> lines = new ArrayList<>();
    for (int batch : List.of(64, 256)) {
      ObjectNode line = cell(batch, 1, 0.5);
      line.putObject("tuned").put("schedule.base-lr", 0.2).put("optimizer.momentum", 0.8);
      lines.add(line);
    }

    Page page = page(lines);

    // 0.2 * sqrt(256 / 64) at 256
    assertEquals("[[64,0.2],[256,0.4]]", Pages.data(page, "Tuned learning rate", "all", "line"));
    assertEquals(
        "[[64,0.2],[256,0.8]]", Pages.data(page, "Tuned learning rate", "linear scaling", "line"));
    assertEquals(
        "[[64,0.8],[256,0.8]]", Pages.data(page, "Tuned optimizer.momentum", "all", "line"));
    assertTrue(Pages.table(page, "All cells").header().contains("tuned schedule.base-lr"));
  }

  @Test
  void moreWorkersAreHeldAgainstPerfectScaling() throws IOException {
    Page page =
        page(
            List.of(
                Results.cell("workers-1", Map.of("workers", 1), 0.5),
                Results.cell("workers-2", Map.of("workers", 2), 0.5)
                    .put("images_per_second", 150.0)));

    assertEquals(List.of("Speed", "Efficiency", "Time of a step"), Pages.titles(page));
    assertEquals("[[1,100],[2,150]]", Pages.data(page, "Speed", "all", "line"));
    assertEquals("[[1,100],[2,200]]", Pages.data(page, "Speed", "perfect scaling", "line"));
    for (JsonNode series : Pages.option(page, "Speed").path("series")) {
      boolean isGuide = series.path("name").asText().equals("perfect scaling");
      assertEquals(isGuide, series.path("itemStyle").has("color"), "its own, in the legend too");
    }
    assertEquals("[[1,100],[2,75]]", Pages.data(page, "Efficiency", "all", "line"));
    assertEquals("[0.6,0.6]", Pages.data(page, "Time of a step", "gradient", "bar"));
  }

  @Test
  void predictionsStandBesideWhatWasMeasured() throws IOException {
    List<ObjectNode> lines = new ArrayList<>();
    for (int workers : new int[] {1, 2, 4, 8}) {
      ObjectNode line = Results.cell("workers-" + workers, Map.of("workers", workers), 0.5);
      ((ObjectNode) line.path("step_seconds"))
          .put("data", 0)
          .put("gradient", 0.064 / workers)
          .put("reduce", 0)
          .put("update", 0)
          .put("total", 0.064 / workers);
      lines.add(line);
      Results.run(runs.resolve("made/cells"), "workers-" + workers, workers, 4);
    }

    Page page = page(lines);

    String title = "strong scaling, global batch 64";
    String speed = "Speed of so many workers";
    assertEquals("[[1,1000],[2,2000],[4,4000]]", Pages.data(page, speed, title, "scatter"));
    assertEquals("[[8,8000]]", Pages.data(page, speed, "shared cores", "scatter"));
    assertEquals(
        "[[1,1000],[2,2000],[4,4000],[8,8000],[16,16000],[32,32000],[64,64000]]",
        Pages.data(page, speed, title, "line"));
    assertEquals(
        List.of("1", "1000", "100 %", "1000", "+0.0 %"),
        Pages.table(page, title).rows().get(0).subList(0, 5));
    assertTrue(
        Pages.only(page, Block.Paragraph.class).stream()
            .anyMatch(
                p -> p.text().startsWith("fitted to 3 cells, whose steps it misses by 0.0 %")));
  }

  @Test
  void cellsThatSharedMachinesSayNothingOfScaling() throws IOException {
    List<ObjectNode> lines = new ArrayList<>();
    for (int workers : new int[] {1, 2, 3}) {
      String name = "workers-" + workers;
      lines.add(Results.cell(name, Map.of("workers", workers), 0.5).put("at_once", 2));
      Results.run(runs.resolve("made/cells"), name, workers, 4);
    }

    Page page = page(lines);

    assertFalse(Pages.titles(page).contains("Speed of so many workers"));
    assertTrue(
        Pages.only(page, Block.Paragraph.class).stream()
            .anyMatch(p -> p.text().startsWith("Up to 2 cells were trained at the same time")));
  }

  @Test
  void twoKeysOfNumbersMakeAHeatMap() throws IOException {
    List<ObjectNode> lines = new ArrayList<>();
    for (double decay : new double[] {1e-4, 1e-3}) {
      lines.add(Results.cell("a" + decay, Map.of("decay", decay, "rate", 0.1), 0.75));
      lines.add(Results.diverged("b" + decay, Map.of("decay", decay, "rate", 0.2)));
    }

    Page page = page(lines);

    assertEquals(
        "[[0,0,0.75],[1,0,0.75]]",
        Pages.data(page, "Accuracy over both", "validation top-1", "heatmap"));
    assertEquals("[[0,1],[1,1]]", Pages.data(page, "Accuracy over both", "diverged", "scatter"));
    assertTrue(Pages.titles(page).contains("Validation loss"));
  }

  @Test
  void curvesAreThoseOfTheRunsThatAreStillThere() throws IOException {
    StudyDirectory study = Results.study(runs, CONFIG, lines());
    Path run = Files.createDirectories(runs.resolve("made/cells/global-64_seed-1"));
    Files.writeString(run.resolve("config.conf"), "largo {}");
    Files.write(
        run.resolve("evaluations.jsonl"),
        List.of(
            evaluation(5, "checkpoint", 0.5),
            evaluation(5, "swa", 0.6),
            evaluation(10, "checkpoint", 0.8)));

    Page page = StudyPage.of(study);

    JsonNode curves = Pages.option(page, "Validation top-1 while training").path("series");
    assertEquals(1, curves.size());
    assertEquals("global-64_seed-1", curves.at("/0/id").asText());
    // 10 steps were 2 epochs
    assertEquals("[[1,0.5],[2,0.8]]", curves.at("/0/data").toString());
    assertEquals(
        List.of("cells/global-64_seed-1/report.html", "", "", ""),
        Pages.table(page, "All cells").links());

    Files.writeString(
        run.resolve("evaluations.jsonl"), "{}\n{}\n", StandardOpenOption.TRUNCATE_EXISTING);
    assertFalse(Pages.titles(StudyPage.of(study)).contains("Validation top-1 while training"));
  }

  private static String evaluation(int step, String weights, double top1) {
    return "{\"step\":%d,\"epoch\":1,\"weights\":\"%s\",\"top1\":%s,\"top5\":1,\"loss\":1,\"samples\":9}"
        .formatted(step, weights, top1);
  }

  @Test
  void studyThatHasNotBegunAndOneOfAnotherVersionHavePagesToo() throws IOException {
    assertTrue(
        Pages.only(page(List.of()), Block.Paragraph.class).get(0).text().startsWith("No cell"));

    Page page = StudyPage.of(Results.study(runs, "largo { unheard-of = 1, study = 2 }", lines()));

    assertTrue(Pages.titles(page).contains("Validation top-1"));
  }

  @Test
  void brokenLineIsNamed() throws IOException {
    StudyDirectory study = Results.study(runs, CONFIG, lines());
    Files.writeString(runs.resolve("made/study.jsonl"), "{\"cell\":\"a\",\"steps\":\"many\"}\n");

    ConfigException e = assertThrows(ConfigException.class, () -> StudyPage.of(study));

    assertEquals(1, e.problems().size());
    assertTrue(e.problems().get(0).contains("study.jsonl: not what Largo wrote"), e::toString);
  }

  @Test
  void pageOfAHugeStudyStaysSmallAndSaysWhatItLeavesOut() throws IOException {
    List<ObjectNode> lines = new ArrayList<>();
    for (int i = 0; i < 6000; i++) {
      lines.add(
          Results.cell(
              "cell-" + i,
              Map.of("batch.global", 1 << i % 6, "rate", i / 12, "seed", i / 6 % 2),
              1 / (1.0 + i)));
    }

    Page page = page(lines);

    assertTrue(Pages.size(page) < 10_000_000);
    assertTrue(Pages.table(page, "All cells").title().endsWith("the first 1000 of 6000"));
    assertTrue(
        Pages.only(page, Block.Paragraph.class).get(0).text().contains("first 12 lines of 500"));
  }
}
