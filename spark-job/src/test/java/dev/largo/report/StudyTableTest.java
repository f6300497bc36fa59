package dev.largo.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.largo.study.CellResult;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

final class StudyTableTest {
  /** What stands before the first of the underscores. */
  private static String variant(CellResult result) {
    return result.cell().substring(0, result.cell().indexOf('_'));
  }

  private static CellResult cell(String variant, int batch, int seed, Map<String, ?> more)
      throws Exception {
    Map<String, Object> values = new TreeMap<>(more);
    values.putAll(Map.of("batch.global", batch, "seed", seed));
    String name = "%s_global-%d_seed-%d".formatted(variant, batch, seed);
    return Results.read(Results.cell(name, values, 0.5 + seed * 0.1));
  }

  private static List<String> printed(
      List<CellResult> results, Function<CellResult, String> variant) {
    Captured console = new Captured();
    StudyTable.print(console.stream(), results, variant, false);
    return console.lines();
  }

  @Test
  void nameOfAKindStandsForItsKeys() throws Exception {
    Map<String, ?> slow = Map.of("optimizer.name", "lars", "schedule.base-lr", 0.1);
    Map<String, ?> fast = Map.of("optimizer.name", "lamb", "schedule.base-lr", 1.0);

    List<String> lines =
        printed(
            List.of(
                cell("slow", 64, 1, slow),
                cell("slow", 64, 2, slow),
                cell("slow", 128, 1, slow),
                cell("fast", 64, 1, fast)),
            StudyTableTest::variant);

    assertEquals(4, lines.size());
    assertTrue(lines.get(0).startsWith("cell  batch.global  seeds "), lines.get(0));
    assertTrue(lines.get(1).matches("slow +64 +2 +0\\.6500 ± 0\\.0707 .*"), lines.get(1));
    assertTrue(lines.get(2).matches("slow +128 +1 +0\\.6000 .*"), lines.get(2));
    assertTrue(lines.get(3).matches("fast +64 +1 +0\\.6000 .*"), lines.get(3));
  }

  @Test
  void keysStandForThemselvesWhereKindsHaveNoName() throws Exception {
    List<String> lines =
        printed(
            List.of(
                cell("all", 64, 1, Map.of("epochs", 2)), cell("all", 64, 1, Map.of("epochs", 3))),
            result -> "");

    assertTrue(lines.get(0).startsWith("epochs  seeds "), lines.get(0));
  }
}
