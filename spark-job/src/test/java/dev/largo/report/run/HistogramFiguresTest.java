package dev.largo.report.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.largo.record.RunRecorder;
import dev.largo.report.Pages;
import dev.largo.report.page.Block;
import dev.largo.report.page.Page;
import dev.largo.train.Histogram;
import dev.largo.train.HistogramRecord;
import dev.largo.train.HistogramRecord.Kind;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Activations, gradients and parameters on a run's page. */
final class HistogramFiguresTest {
  @TempDir Path runs;
  private MadeRun made;

  @BeforeEach
  void makeARun() throws IOException {
    made = new MadeRun(runs);
  }

  private static HistogramRecord histogram(long step, Kind kind, String layer, float... values) {
    return new HistogramRecord(step, layer, kind, Histogram.of(FloatBuffer.wrap(values)));
  }

  @Test
  void histogramsHaveOverviewsPicturesAndTables() throws IOException {
    made.record(8);
    try (RunRecorder recorder = made.run().recorder()) {
      for (long step : new long[] {1, 4, 8}) {
        recorder.histograms(
            List.of(
                histogram(step, Kind.ACTIVATION, "conv", 0, 0, 1.1f, 1.9f, 3, 0, 0, (float) step),
                histogram(step, Kind.ACTIVATION, "dead", 0, 0),
                histogram(step, Kind.GRADIENT, "conv.W", -0.5f, 0.25f, -0.25f, Float.NaN)));
      }
    }

    Page page = made.page();

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
    made.longRecords(lots, 1, 1);
    String counts = "[" + "1234,".repeat(79) + "1]";
    String bins =
        "{\"count\":200000,\"zeros\":3000,\"non_finite\":0,\"least\":-3.5,\"most\":3.5,\"negative\":{\"first\":-72,\"counts\":%s},\"positive\":{\"first\":-72,\"counts\":%s}}"
            .formatted(counts, counts);
    try (BufferedWriter lines =
        Files.newBufferedWriter(
            made.directory().resolve("histograms.jsonl"), StandardCharsets.UTF_8)) {
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
    assertTrue(Pages.size(made.page()) < 5_000_000, () -> "the page is large");

    manyHistograms(20, 90);
    Page page = made.page();

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

    assertTrue(Pages.size(made.page()) < 10_000_000);
  }
}
