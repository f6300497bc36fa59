package dev.largo.report.study;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.largo.report.Combination;
import dev.largo.report.Results;
import dev.largo.report.page.Chart;
import dev.largo.study.CellResult;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class StudyLayoutTest {
  private static String unnamed(CellResult unused) {
    return "";
  }

  private static List<Combination> combinations(List<Map<String, ?>> values) throws IOException {
    List<CellResult> results = new ArrayList<>();
    for (Map<String, ?> one : values) {
      results.add(Results.read(Results.cell("cell-" + results.size(), one, 0.5)));
    }
    return Combination.of(results);
  }

  private static List<String> names(StudyLayout layout) {
    return layout.series().stream().map(StudyLayout.Series::name).toList();
  }

  private static String axis(StudyLayout layout) {
    ObjectNode option = layout.on(Chart.ofPoints()).figure("", "", 1).option();
    return option.at("/xAxis/type").asText() + option.at("/xAxis/logBase").asText();
  }

  @Test
  void batchIsTheAxisAndTheOtherKeysAreTheSeries() throws IOException {
    StudyLayout layout =
        StudyLayout.of(
            combinations(
                List.of(
                    Map.of("batch.global", 512, "optimizer.name", "sgd", "seed", 1),
                    Map.of("batch.global", 64, "optimizer.name", "sgd", "seed", 1),
                    Map.of("batch.global", 64, "optimizer.name", "sgd", "seed", 2),
                    Map.of("batch.global", 64, "optimizer.name", "lars", "seed", 1))),
            StudyLayoutTest::unnamed);

    assertTrue(layout.isOver("batch.global"));
    assertEquals("log2", axis(layout));
    assertEquals(List.of("sgd", "lars"), names(layout));
    StudyLayout.Series sgd = layout.series().get(0);
    assertEquals(List.of(64.0, 512.0), sgd.combinations().stream().map(layout::x).toList());
    assertEquals(2, sgd.combinations().get(0).cells().size());
    assertEquals("sgd, global 512", layout.label(sgd, sgd.combinations().get(1)));
    // images/s is 100 in all cells
    List<double[]> line = layout.power(CellResult::imagesPerSecond, -1).orElseThrow();
    assertArrayEquals(new double[] {64, 100}, line.get(0));
    assertArrayEquals(new double[] {512, 12.5}, line.get(1), 1e-9);
  }

  @Test
  void namesOfCellsStandForTheirKeys() throws IOException {
    List<Map<String, ?>> values = new ArrayList<>();
    for (int batch : List.of(64, 512)) {
      values.add(Map.of("batch.global", batch, "optimizer.name", "momentum", "lr", 0.1));
      values.add(Map.of("batch.global", batch, "optimizer.name", "momentum", "lr", 0.2));
      values.add(Map.of("batch.global", batch, "optimizer.name", "lars", "lr", 0.2));
    }
    List<String> kinds = List.of("slow", "fast", "layered");

    StudyLayout layout =
        StudyLayout.of(
            combinations(values),
            cell -> kinds.get(Integer.parseInt(cell.cell().substring(5)) % 3));

    assertEquals(kinds, names(layout));
  }

  @Test
  void axisHasDecadesNumbersOrPlacesAsTheValuesLie() throws IOException {
    assertEquals("log", axis(overDecay(1e-5, 1e-4, 1e-3)));
    assertEquals("value", axis(overDecay(0, 0.5, 1, 5)));
    StudyLayout places = overDecay(0.1, 0, 0.0001);
    assertEquals("category", axis(places));
    assertEquals(List.of("0", "0.0001", "0.1"), places.places());
    assertEquals(
        List.of(0.0, 1.0, 2.0),
        places.series().get(0).combinations().stream().map(places::x).toList());
  }

  private static StudyLayout overDecay(double... values) throws IOException {
    List<Map<String, ?>> all = new ArrayList<>();
    for (double value : values) {
      all.add(Map.of("optimizer.weight-decay", value));
    }
    return StudyLayout.of(combinations(all), StudyLayoutTest::unnamed);
  }

  @Test
  void keyThatOnlyGoesWithAnotherIsNoAxis() throws IOException {
    StudyLayout layout =
        StudyLayout.of(
            combinations(
                List.of(
                    Map.of("optimizer.name", "sgd", "schedule.base-lr", 0.1),
                    Map.of("optimizer.name", "lars", "schedule.base-lr", 0.2))),
            cell -> cell.cell().equals("cell-0") ? "plain" : "layered");

    assertFalse(layout.isOrdered());
    assertEquals(List.of("plain", "layered"), layout.places());
  }

  @Test
  void linesGoThroughNumbersThatWereMadeToGoTogether() throws IOException {
    StudyLayout layout =
        StudyLayout.of(
            combinations(
                List.of(
                    Map.of("batch.global", 64, "schedule.base-lr", 0.1),
                    Map.of("batch.global", 512, "schedule.base-lr", 0.2))),
            CellResult::cell);

    assertEquals(List.of("all"), names(layout));
    assertTrue(layout.isOver("batch.global"));
  }

  @Test
  void moreThanCanBeToldApartIsLeftOutAndSaid() throws IOException {
    List<Map<String, ?>> values = new ArrayList<>();
    for (int width = 0; width < 30; width++) {
      values.add(Map.of("batch.global", 64, "model.name", "net-" + width));
      values.add(Map.of("batch.global", 128, "model.name", "net-" + width));
    }

    StudyLayout layout = StudyLayout.of(combinations(values), StudyLayoutTest::unnamed);

    assertEquals(12, layout.series().size());
    assertTrue(layout.leavesOut().contains("first 12 lines of 30"), layout.leavesOut());
  }
}
