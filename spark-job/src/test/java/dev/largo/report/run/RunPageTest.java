package dev.largo.report.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.largo.config.ConfigException;
import dev.largo.data.BadSample;
import dev.largo.record.RunDirectory;
import dev.largo.record.RunRecorder;
import dev.largo.report.Pages;
import dev.largo.report.page.Block;
import dev.largo.report.page.Page;
import dev.largo.train.RecoveryRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RunPageTest {
  @TempDir Path runs;
  private MadeRun made;
  private RunDirectory run;

  @BeforeEach
  void makeARun() throws IOException {
    made = new MadeRun(runs);
    run = made.run();
  }

  private Page page() throws IOException {
    return made.page();
  }

  @Test
  void showsWhatWasRecorded() throws IOException {
    made.record(8);

    assertEquals(
        List.of(
            "Loss",
            "Accuracy",
            "Top-5 accuracy",
            "Learning rate",
            "Gradient norm",
            "Gradient noise scale",
            "Update to weight: heat map",
            "Update to weight: lines",
            "Trust ratio: heat map",
            "Trust ratio: lines",
            "Local learning rate: heat map",
            "Local learning rate: lines",
            "Weight norm: heat map",
            "Weight norm: lines",
            "Gradient norm by layer: heat map",
            "Gradient norm by layer: lines",
            "Time of a step",
            "Speed"),
        Pages.only(page(), Block.Figure.class).stream().map(Block.Figure::title).toList());
  }

  @Test
  void resultStandsAtTheTop() throws IOException {
    made.record(8);

    Page page = page();

    assertEquals("first, running", page.title());
    assertEquals(
        List.of("70.00 %", "loss 0.8000, step 4"), Pages.tile(page, "Top-1, last checkpoint"));
    assertEquals("75.00 %", Pages.tile(page, "Top-1, SWA").get(0));
    assertEquals("00:02", Pages.tile(page, "Time of steps").get(0));
    assertEquals("01:40 from start to end", Pages.tile(page, "Time of steps").get(1));
    Block.Table facts = Pages.only(page, Block.Table.class).get(1);
    assertTrue(
        facts.rows().contains(List.of("waiting for data", "read in 1 steps")), facts::toString);
  }

  @Test
  void figuresHoldTheNumbersOfTheRecords() throws IOException {
    made.record(8);

    Page page = page();

    JsonNode loss = Pages.option(page, "Loss");
    assertEquals("[1,2]", loss.at("/series/0/data/0").toString());
    assertEquals("[8,0.25]", loss.at("/series/0/data/7").toString());
    assertEquals(4, loss.at("/xAxis/largoPerEpoch").asDouble());
    // What is 0 has no logarithm: of conv.b's weights no cell and no point.
    JsonNode map = Pages.option(page, "Weight norm: heat map").at("/series/0/data");
    assertEquals(8, map.size());
    assertEquals("[0,0,0.30103]", map.path(0).toString());
    assertTrue(Pages.option(page, "Weight norm: lines").at("/series/1/data/0/1").isNull());
    // tr(Sigma) / |G|^2
    assertEquals(
        "[2,200]", Pages.option(page, "Gradient noise scale").at("/series/0/data/0").toString());
  }

  @Test
  void runThatHasNotBegunAndOneThatHadTroubleHavePagesToo() throws IOException {
    assertTrue(
        Pages.only(page(), Block.Paragraph.class).stream()
            .anyMatch(paragraph -> paragraph.text().startsWith("No step")));

    made.record(2);
    try (RunRecorder recorder = run.recorder()) {
      recorder.badSample(new BadSample("a.jpg", "no JPEG"));
      recorder.recovered(new RecoveryRecord(MadeRun.START, 2, 1, "executor 1 lost", 1, 3.5));
    }

    assertEquals(
        List.of("executor 1 lost", "a.jpg"),
        List.of(
            Pages.only(page(), Block.Table.class).get(1).rows().get(0).get(1),
            Pages.only(page(), Block.Table.class).get(2).rows().get(0).get(0)));
  }

  @Test
  void tornLastLineIsLeftOutAndABrokenOneIsNamed() throws IOException {
    made.record(2);
    Path metrics = runs.resolve("first/metrics.jsonl");
    Files.writeString(metrics, "{\"step\":3,\"epo", StandardOpenOption.APPEND);

    assertEquals("2", Pages.tile(page(), "Steps").get(0));

    Files.writeString(metrics, "\n{\"step\":4}\n", StandardOpenOption.APPEND);
    ConfigException e = assertThrows(ConfigException.class, this::page);
    assertEquals(1, e.problems().size());
    assertTrue(e.problems().get(0).contains("metrics.jsonl: line 3 is not"), e::toString);
  }

  @Test
  void pageOfALongRunOfManyLayersStaysSmallAndSaysHow() throws IOException {
    made.longRecords(3000, 200, 40);

    Page page = page();

    assertTrue(Pages.size(page) < 5_000_000, () -> "the page is large");
    assertTrue(
        Pages.only(page, Block.Paragraph.class)
            .get(0)
            .text()
            .startsWith("Each point is the median of 5 steps"));
    assertEquals("band", Pages.option(page, "Loss").at("/series/0/largoKind").asText());
    assertEquals(600, Pages.option(page, "Loss").at("/series/1/data").size());
  }

  @Test
  void veryManyLayersAreDrawnTogetherAndLowEnoughToBeSeen() throws IOException {
    made.longRecords(40, 1500, 40);

    Page page = page();

    assertTrue(Pages.size(page) < 6_000_000, () -> "the page is large");
    assertTrue(
        Pages.only(page, Block.Paragraph.class).stream()
            .anyMatch(
                paragraph ->
                    paragraph
                        .text()
                        .equals(
                            "Of 1500 layers a row of a heat map is the median of 10 neighbours, and 80"
                                + " of them, evenly chosen, have lines.")));
    JsonNode map = Pages.option(page, "Weight norm: heat map");
    assertEquals(150, map.at("/yAxis/data").size());
    assertEquals("stage0.conv.W to stage9.conv.W", map.at("/yAxis/data/0").asText());
    assertTrue(Pages.figure(page, "Weight norm: heat map").height() <= 1000);
    assertEquals(80, Pages.option(page, "Weight norm: lines").path("series").size());
    assertTrue(Pages.figure(page, "Weight norm: lines").height() < 500);
  }

  @Test
  void gradientOfExactlyNothingIsAGap() throws IOException {
    Files.writeString(
        runs.resolve("first/metrics.jsonl"),
        """
        {"step":1,"epoch":0.5,"loss":1,"learning_rate":0.1,"global_batch":8,"gradient_norm":0,"images_per_second":1,"seconds":{"data":0,"gradient":1,"reduce":0,"update":0,"total":1},"top1":0}
        {"step":2,"epoch":1,"loss":1,"learning_rate":0.1,"global_batch":8,"gradient_norm":2,"images_per_second":1,"seconds":{"data":0,"gradient":1,"reduce":0,"update":0,"total":1},"top1":0}
        """);

    JsonNode norm = Pages.option(page(), "Gradient norm");

    assertEquals("[[1,null],[2,2]]", norm.at("/series/0/data").toString());
  }

  @Test
  @Tag("slow")
  void pageOfAMillionLinesOfEachKindStaysBelowTenMegabytes() throws IOException {
    made.longRecords(1_000_000, 20, 50_000);

    assertTrue(Pages.size(page()) < 10_000_000);
  }
}
