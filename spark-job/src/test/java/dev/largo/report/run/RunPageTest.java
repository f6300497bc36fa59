package dev.largo.report.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.largo.config.ConfigException;
import dev.largo.config.ConfigLoader;
import dev.largo.data.BadSample;
import dev.largo.optim.noise.NoiseEstimate;
import dev.largo.record.RunDirectory;
import dev.largo.record.RunInfo;
import dev.largo.record.RunRecorder;
import dev.largo.report.Pages;
import dev.largo.report.page.Block;
import dev.largo.report.page.Page;
import dev.largo.train.EvaluationRecord;
import dev.largo.train.Histogram;
import dev.largo.train.HistogramRecord;
import dev.largo.train.HistogramRecord.Kind;
import dev.largo.train.LayerRecord;
import dev.largo.train.RecoveryRecord;
import dev.largo.train.StepRecord;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RunPageTest {
  private static final Instant START = Instant.parse("2026-01-02T03:04:05Z");

  @TempDir Path runs;
  private RunDirectory run;

  @BeforeEach
  void makeARun() throws IOException {
    run =
        RunDirectory.create(
            ConfigLoader.load(
                "a.conf",
                "largo { name = first, data.format = synthetic, model.name = lenet }",
                List.of("runs=" + runs)),
            new Configuration());
    run.writeInfo(
        new RunInfo(
            new RunInfo.Versions("0.1", "3.5.5", "1.0", "17", null),
            "0123456789abcdef",
            7,
            new RunInfo.Cluster("local[2]", 2, 8),
            "abc",
            List.of(),
            START,
            null,
            RunInfo.Status.RUNNING,
            0,
            null));
  }

  private static StepRecord step(long number) {
    return new StepRecord(
        number,
        number / 4.0,
        2.0 / number,
        0.1,
        256,
        1.5,
        1000,
        null,
        false,
        new StepRecord.Seconds(0.01, 0.2, 0.03, 0.01, 0.26),
        number == 2 ? "read" : null,
        0.5,
        number % 2 == 0 ? new NoiseEstimate(0.5, 100) : null);
  }

  private void record(int steps) throws IOException {
    try (RunRecorder recorder = run.recorder()) {
      for (int step = 1; step <= steps; step++) {
        recorder.step(step(step));
        recorder.layers(
            List.of(
                new LayerRecord(step, "conv.W", 2, 0.5, 0.01, 0.001, 1e-3),
                new LayerRecord(step, "conv.b", 0, 0.5, 1, 0.1, 0)));
      }
      recorder.evaluation(new EvaluationRecord(4, 1, "checkpoint", 0.7, 0.9, 0.8, 100));
      recorder.evaluation(new EvaluationRecord(4, 1, "swa", 0.75, 0.9, 0.7, 100));
    }
  }

  private Page page() throws IOException {
    return RunPage.of(run, run.readInfo(), START.plusSeconds(100));
  }

  @Test
  void showsWhatWasRecorded() throws IOException {
    record(8);

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
    record(8);

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
    record(8);

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

  private static HistogramRecord histogram(long step, Kind kind, String layer, float... values) {
    return new HistogramRecord(step, layer, kind, Histogram.of(FloatBuffer.wrap(values)));
  }

  @Test
  void histogramsHaveOverviewsPicturesAndTables() throws IOException {
    record(8);
    try (RunRecorder recorder = run.recorder()) {
      for (long step : new long[] {1, 4, 8}) {
        recorder.histograms(
            List.of(
                histogram(step, Kind.ACTIVATION, "conv", 0, 0, 1.1f, 1.9f, 3, 0, 0, (float) step),
                histogram(step, Kind.ACTIVATION, "dead", 0, 0),
                histogram(step, Kind.GRADIENT, "conv.W", -0.5f, 0.25f, -0.25f, Float.NaN)));
      }
    }

    Page page = page();

    assertEquals(
        List.of(
            "Activations: share of zeros",
            "Activations: size",
            "Activations of conv",
            "Activations of dead",
            "Gradients: share of zeros",
            "Gradients: size",
            "Gradients of conv.W"),
        Pages.only(page, Block.Figure.class).stream()
            .map(Block.Figure::title)
            .filter(title -> title.matches("(Activations|Gradients|Parameters)\\b.*"))
            .toList());
    JsonNode zeros = Pages.option(page, "Activations: share of zeros");
    assertEquals("[\"1\",\"4\",\"8\"]", zeros.at("/xAxis/data").toString());
    assertEquals("[\"conv\",\"dead\"]", zeros.at("/yAxis/data").toString());
    assertEquals(
        "[[0,0,0.5],[1,0,0.5],[2,0,0.5],[0,1,1],[1,1,1],[2,1,1]]",
        zeros.at("/series/0/data").toString());
    // Of step 1 half are 0, two in [1, 2), and one in [2, 4); of step 8 the last is in [8, 16).
    JsonNode conv = Pages.option(page, "Activations of conv");
    assertEquals(
        "[\"0\",\"\u2265 1\",\"\u2265 2\",\"\u2265 4\",\"\u2265 8\"]",
        conv.at("/yAxis/data").toString());
    List<String> cells = new ArrayList<>();
    for (JsonNode cell : conv.at("/series/0/data")) {
      cells.add(
          "%d %d %.3f"
              .formatted(
                  cell.path(0).asInt(),
                  cell.path(1).asInt(),
                  Math.pow(10, cell.path(2).asDouble())));
    }
    assertEquals(
        List.of(
            "0 0 0.500",
            "0 1 0.375",
            "0 2 0.125",
            "1 0 0.500",
            "1 1 0.250",
            "1 2 0.125",
            "1 3 0.125",
            "2 0 0.500",
            "2 1 0.250",
            "2 2 0.125",
            "2 4 0.125"),
        cells);
    assertEquals(
        "[\"\u2264 -0.5\",\"\u2264 -0.25\",\"0\",\"\u2265 0.25\"]",
        Pages.option(page, "Gradients of conv.W").at("/yAxis/data").toString());
    assertEquals("[\"0\"]", Pages.option(page, "Activations of dead").at("/yAxis/data").toString());
    Block.Table table =
        Pages.only(page, Block.Table.class).stream()
            .filter(one -> one.title().equals("Gradients at step 8"))
            .findFirst()
            .orElseThrow();
    assertEquals(
        List.of("conv.W", "4", "0.0", "1", "-0.500", "0.250", "0.281", "0.563"),
        table.rows().get(0));
  }

  /** Lines of histograms as wide as those of a layer of a million values. */
  private void manyHistograms(int layers, int lots) throws IOException {
    longRecords(lots, 1, 1);
    String counts = "[" + "1234,".repeat(79) + "1]";
    String bins =
        "{\"count\":200000,\"zeros\":3000,\"non_finite\":0,\"least\":-3.5,\"most\":3.5,\"negative\":{\"first\":-72,\"counts\":%s},\"positive\":{\"first\":-72,\"counts\":%s}}"
            .formatted(counts, counts);
    try (BufferedWriter lines =
        Files.newBufferedWriter(runs.resolve("first/histograms.jsonl"), StandardCharsets.UTF_8)) {
      for (int step = 1; step <= lots; step++) {
        for (String kind : List.of("activation", "gradient", "parameter")) {
          for (int layer = 0; layer < layers; layer++) {
            lines.write(
                "{\"step\":%d,\"layer\":\"stage%d.conv\",\"kind\":\"%s\",\"histogram\":%s}%n"
                    .formatted(step, layer, kind, bins));
          }
        }
      }
    }
  }

  @Test
  void histogramsOfVeryManyLayersAndStepsAreDrawnTogether() throws IOException {
    manyHistograms(1000, 3);
    assertTrue(Pages.size(page()) < 5_000_000, () -> "the page is large");

    manyHistograms(20, 90);
    Page page = page();

    assertTrue(
        Pages.only(page, Block.Paragraph.class).stream()
            .anyMatch(
                paragraph ->
                    paragraph
                        .text()
                        .endsWith(
                            " A column is all that was recorded in 3 steps together. Of 20 layers 12,"
                                + " evenly chosen, have a picture.")));
    JsonNode picture = Pages.option(page, "Gradients of stage0.conv");
    assertEquals(30, picture.at("/xAxis/data").size());
    assertEquals("2", picture.at("/xAxis/data/0").asText());
    assertEquals(20, Pages.option(page, "Gradients: size").at("/yAxis/data").size());
  }

  @Test
  @Tag("slow")
  void pageOfAMillionHistogramsStaysBelowTenMegabytes() throws IOException {
    manyHistograms(1000, 334);

    assertTrue(Pages.size(page()) < 10_000_000);
  }

  @Test
  void runThatHasNotBegunAndOneThatHadTroubleHavePagesToo() throws IOException {
    assertTrue(
        Pages.only(page(), Block.Paragraph.class).stream()
            .anyMatch(paragraph -> paragraph.text().startsWith("No step")));

    record(2);
    try (RunRecorder recorder = run.recorder()) {
      recorder.badSample(new BadSample("a.jpg", "no JPEG"));
      recorder.recovered(new RecoveryRecord(START, 2, 1, "executor 1 lost", 1, 3.5));
    }

    assertEquals(
        List.of("executor 1 lost", "a.jpg"),
        List.of(
            Pages.only(page(), Block.Table.class).get(1).rows().get(0).get(1),
            Pages.only(page(), Block.Table.class).get(2).rows().get(0).get(0)));
  }

  @Test
  void tornLastLineIsLeftOutAndABrokenOneIsNamed() throws IOException {
    record(2);
    Path metrics = runs.resolve("first/metrics.jsonl");
    Files.writeString(metrics, "{\"step\":3,\"epo", StandardOpenOption.APPEND);

    assertEquals("2", Pages.tile(page(), "Steps").get(0));

    Files.writeString(metrics, "\n{\"step\":4}\n", StandardOpenOption.APPEND);
    ConfigException e = assertThrows(ConfigException.class, this::page);
    assertEquals(1, e.problems().size());
    assertTrue(e.problems().get(0).contains("metrics.jsonl: line 3 is not"), e::toString);
  }

  private void longRecords(int steps, int layers, int lots) throws IOException {
    Path directory = runs.resolve("first");
    try (BufferedWriter metrics = Files.newBufferedWriter(directory.resolve("metrics.jsonl"))) {
      for (int step = 1; step <= steps; step++) {
        metrics.write(
            String.format(
                Locale.ROOT,
                "{\"step\":%d,\"epoch\":%f,\"loss\":%.15f,\"learning_rate\":0.1,\"global_batch\":256,\"gradient_norm\":%.12f,\"images_per_second\":1234.5678,\"seconds\":{\"data\":0.01,\"gradient\":0.2,\"reduce\":0.03,\"update\":0.04,\"total\":0.3},\"top1\":0.5}%n",
                step,
                step / 500.0,
                2 + Math.sin(step),
                1 + Math.cos(step)));
      }
    }
    try (BufferedWriter lines =
        Files.newBufferedWriter(directory.resolve("layers.jsonl"), StandardCharsets.UTF_8)) {
      for (int lot = 0; lot < lots; lot++) {
        long step = 1 + (long) lot * steps / lots;
        for (int layer = 0; layer < layers; layer++) {
          lines.write(
              String.format(
                  Locale.ROOT,
                  "{\"step\":%d,\"layer\":\"stage%d.conv.W\",\"weight_norm\":%.12f,\"gradient_norm\":0.123456789,\"trust_ratio\":%.12f,\"local_learning_rate\":0.000123456,\"update_ratio\":0.00123456}%n",
                  step,
                  layer,
                  2 + Math.sin(lot + layer),
                  3 + Math.cos(lot + layer)));
        }
      }
    }
  }

  @Test
  void pageOfALongRunOfManyLayersStaysSmallAndSaysHow() throws IOException {
    longRecords(3000, 200, 40);

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
    longRecords(40, 1500, 40);

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
    longRecords(1_000_000, 20, 50_000);

    assertTrue(Pages.size(page()) < 10_000_000);
  }
}
