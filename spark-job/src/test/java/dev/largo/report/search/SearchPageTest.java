package dev.largo.report.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.largo.report.Pages;
import dev.largo.report.Results;
import dev.largo.report.page.Block;
import dev.largo.report.page.Page;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SearchPageTest {
  private static final String RATE = "schedule.base-lr";
  private static final String METHOD = "optimizer.name";
  private static final String CONFIG =
      """
      largo {
        name = made
        optimizer.name = { choice = [momentum, lars] }
        schedule.base-lr = { log-uniform = [0.01, 1] }
        search { trials = 3, stages = [ { keep = 2, epochs = 1 }, { keep = 1 } ] }
      }
      """;

  @TempDir Path runs;

  private static ObjectNode trial(int stage, int number, double rate, String method, double top1) {
    return Results.trial(Results.cell("", Map.of(RATE, rate, METHOD, method), top1), stage, number);
  }

  /** Trials 1 and 2 survive, 3 has diverged; 2 is the best in the end. */
  private static List<ObjectNode> lines() {
    return List.of(
        trial(1, 1, 0.1, "momentum", 0.5),
        trial(1, 2, 0.98, "lars", 0.4),
        Results.trial(Results.diverged("", Map.of(RATE, 0.5, METHOD, "momentum")), 1, 3),
        trial(1, 4, 0.02, "lars", 0.1),
        trial(2, 1, 0.1, "momentum", 0.6),
        trial(2, 2, 0.98, "lars", 0.7));
  }

  private Page page(List<ObjectNode> lines) throws IOException {
    return SearchPage.of(Results.search(runs, CONFIG, lines));
  }

  @Test
  void bestTrialStandsAtTheTopWithItsEdges() throws IOException {
    Page page = page(lines());

    assertEquals(List.of("70.00 %", "trial 2, stage 2"), Pages.tile(page, "Best top-1"));
    assertEquals("0.98", Pages.tile(page, RATE).get(0));
    assertEquals("6 runs in 2 stages, 1 diverged, 0 failed", Pages.tile(page, "Trials").get(1));
    assertEquals(
        "Warning: schedule.base-lr = 0.98: the best value is at the upper end of its range, 1;"
            + " search beyond it.",
        Pages.only(page, Block.Paragraph.class).get(0).text());
    assertEquals(
        List.of("2", "1"),
        Pages.table(page, "Stage 2").rows().stream().map(row -> row.get(0)).toList());
    assertEquals(6, Pages.table(page, "All trials").rows().size());
  }

  @Test
  void everyKeyHasItsFigureByStages() throws IOException {
    Page page = page(lines());

    assertEquals(List.of(METHOD, RATE, "Trials", "From stage to stage"), Pages.titles(page));
    assertEquals("log", Pages.option(page, RATE).at("/xAxis/type").asText());
    assertEquals("[[0.1,0.5],[0.98,0.4],[0.02,0.1]]", Pages.data(page, RATE, "stage 1", "scatter"));
    assertEquals("[[0.5,0,1,1]]", Pages.data(page, RATE, "stage 1", "lost"));
    assertEquals("[[0.1,0.6],[0.98,0.7]]", Pages.data(page, RATE, "stage 2", "scatter"));
    // lars is at place 0, momentum at 1.
    assertEquals(
        "[\"lars\",\"momentum\"]", Pages.option(page, METHOD).at("/xAxis/data").toString());
    assertEquals("[[1,0.6],[0,0.7]]", Pages.data(page, METHOD, "stage 2", "scatter"));
  }

  @Test
  void trialsAreLinesThroughTheirValues() throws IOException {
    JsonNode option = Pages.option(page(lines()), "Trials");

    assertEquals(
        List.of("category", "log", "value"), option.path("parallelAxis").findValuesAsText("type"));
    // The last of each trial, the best one last; the one that diverged has no accuracy.
    assertEquals(
        List.of("trial-004_stage-1", "trial-001_stage-2", "trial-002_stage-2"),
        option.at("/series/0/data").findValuesAsText("name"));
    assertEquals("[0,0.98,0.7]", option.at("/series/0/data/2/value").toString());
  }

  @Test
  void survivorsAreFollowedFromStageToStage() throws IOException {
    Page page = page(lines());

    assertEquals("[[0,0.4],[1,0.7]]", Pages.data(page, "From stage to stage", "trial 2", "line"));
    assertEquals("[[0,0.5],[1,0.6]]", Pages.data(page, "From stage to stage", "trial 1", "line"));
    assertEquals("[[0,0.1]]", Pages.data(page, "From stage to stage", "others", "scatter"));
  }

  @Test
  void searchWithoutAResultHasAPage() throws IOException {
    assertTrue(
        Pages.only(page(List.of()), Block.Paragraph.class).get(0).text().startsWith("No trial"));
  }

  @Test
  void pageOfAHugeSearchStaysSmallAndSaysWhatItLeavesOut() throws IOException {
    List<ObjectNode> lines = new ArrayList<>();
    for (int i = 1; i <= 5000; i++) {
      lines.add(trial(1, i, 1.0 / i, "lars", 0.1));
    }

    Page page = page(lines);

    assertTrue(Pages.size(page) < 10_000_000);
    assertTrue(
        Pages.only(page, Block.Paragraph.class).stream()
            .anyMatch(paragraph -> paragraph.text().contains("first 2000 results of 5000")));
  }
}
