package dev.largo.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class TablesTest {
  @Test
  void spreadIsMedianAndQuartilesInAnyOrder() {
    assertEquals(new Spread(3, 1.5, 4.5), Spread.of(List.of(5.0, 1.0, 3.0, 2.0, 4.0)));
    assertEquals(new Spread(7, 7, 7), Spread.of(List.of(7.0)));
  }

  @Test
  void rowHasMillisecondsAndTheVectorsBytesByTime() {
    CollectiveRow row = new CollectiveRow("a way", new Spread(0.1, 0.09, 0.125), 51_000_000);

    assertEquals(
        List.of("a", "way", "100.000", "(90.000-125.000)", "1.000", "51.0"),
        words(row.line(25_000_000)));
  }

  @Test
  void rowWhoseBytesAreNotKnownHasNone() {
    CollectiveRow row = new CollectiveRow("copy", new Spread(0.001, 0.001, 0.001), 0);

    assertEquals(List.of("copy", "1.000", "(1.000-1.000)", "4.000"), words(row.line(1_000_000)));
  }

  @Test
  void headerStandsOverItsRows() {
    CollectiveRow row = new CollectiveRow("a way", new Spread(0.1, 0.09, 0.125), 51_000_000);

    assertTrue(CollectiveRow.header(25_000_000).contains("25,000,000 floats, 100.0 MB"));
    assertEquals(row.line(25_000_000).length(), CollectiveRow.header(25_000_000).length());
  }

  @Test
  void shareOfAStepCountsTheGradientsAndTheOverhead() {
    List<String> lines = overhead().lines(9);

    assertEquals(
        List.of("exchange", "250.000", "(200.000-300.000)", "2.50", "%", "of", "a", "step"),
        words(lines.get(0)));
    assertEquals("update", words(lines.get(1)).get(0));
    assertTrue(lines.get(2).endsWith(" 10.00 % of a step"), lines.get(2));
  }

  @Test
  void withoutGradientsThereIsNoShare() {
    assertTrue(overhead().lines(0).stream().noneMatch(line -> line.contains("%")));
  }

  private static StepOverhead overhead() {
    Map<String, Spread> parts = new LinkedHashMap<>();
    parts.put("exchange", new Spread(0.25, 0.2, 0.3));
    parts.put("update", new Spread(0.75, 0.7, 0.8));
    return new StepOverhead(parts, new Spread(1, 0.9, 1.1));
  }

  private static List<String> words(String line) {
    return List.of(line.strip().split(" +"));
  }
}
