package dev.largo.report;

import dev.largo.study.CellResult;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** What a study came to: a line for each combination of what varies, over its seeds. */
public final class StudyTable {
  private static final String SEED = "seed";

  private StudyTable() {}

  /** A cell's end in one line. */
  public static String line(CellResult result) {
    if (result.error() != null) {
      boolean tells = result.status() == CellResult.Status.DIVERGED;
      return result.cell() + (tells ? ": " : ": failed: ") + result.error();
    }
    return "%s: top-1 %s, best %s; %d steps in %s s"
        .formatted(
            result.cell(),
            Wording.number("%.4f", result.lastTop1()),
            Wording.number("%.4f", result.bestTop1()),
            result.steps(),
            Wording.number("%.1f", result.seconds()));
  }

  /**
   * Prints the table: means over the seeds, with sample standard deviations where there are
   * several.
   *
   * @param target whether the study had one to reach
   */
  public static void print(PrintStream out, List<CellResult> results, boolean target) {
    TreeSet<String> keys = new TreeSet<>();
    results.forEach(result -> keys.addAll(result.values().keySet()));
    keys.removeIf(key -> key.equals(SEED) || isSame(results, key));
    results.forEach(result -> keys.addAll(result.tuned().keySet()));
    List<String> header = new ArrayList<>(keys);
    header.addAll(
        List.of("seeds", "top-1", "best top-1", "train top-1", "loss", "images/s", "step ms"));
    if (target) {
      header.add("steps to target");
    }
    List<List<String>> rows =
        groups(results).values().stream().map(group -> row(group, keys, target)).toList();
    TextTable.print(out, keys.size(), header, rows);
    results.stream()
        .filter(result -> result.error() != null)
        .forEach(result -> out.println(line(result)));
  }

  private static boolean isSame(List<CellResult> results, String key) {
    return results.stream().map(result -> shown(result, key)).distinct().count() < 2;
  }

  private static Map<SortedMap<String, @Nullable Object>, List<CellResult>> groups(
      List<CellResult> results) {
    Map<SortedMap<String, @Nullable Object>, List<CellResult>> groups = new LinkedHashMap<>();
    for (CellResult result : results) {
      SortedMap<String, @Nullable Object> values = new TreeMap<>(result.values());
      values.remove(SEED);
      groups.computeIfAbsent(values, v -> new ArrayList<>()).add(result);
    }
    return groups;
  }

  private static List<String> row(List<CellResult> group, Set<String> keys, boolean target) {
    List<CellResult> done =
        group.stream().filter(r -> r.status() == CellResult.Status.COMPLETED).toList();
    List<String> row = new ArrayList<>();
    keys.forEach(key -> row.add(shown(group.get(0), key)));
    row.add(done.size() == group.size() ? "" + done.size() : done.size() + "/" + group.size());
    row.add(mean("%.4f", done, CellResult::lastTop1));
    row.add(mean("%.4f", done, CellResult::bestTop1));
    row.add(mean("%.4f", done, CellResult::trainTop1));
    row.add(mean("%.4f", done, CellResult::lastLoss));
    row.add(mean("%.0f", done, CellResult::imagesPerSecond));
    row.add(mean("%.1f", done, result -> 1000 * result.stepSeconds().total()));
    if (target) {
      List<Long> reached =
          done.stream().map(CellResult::stepsToTarget).filter(Objects::nonNull).toList();
      String share =
          reached.size() == group.size() ? "" : " (%d/%d)".formatted(reached.size(), group.size());
      row.add(spread("%.0f", reached.stream().mapToDouble(Long::doubleValue).toArray()) + share);
    }
    return row;
  }

  private static String shown(CellResult result, String key) {
    Object tuned = result.tuned().get(key);
    Object value = tuned == null ? result.values().get(key) : tuned;
    return value == null ? "-" : String.valueOf(value);
  }

  private static String mean(
      String format, List<CellResult> of, ToDoubleFunction<CellResult> figure) {
    return spread(format, of.stream().mapToDouble(figure).toArray());
  }

  private static String spread(String format, double[] figures) {
    double mean = Arrays.stream(figures).average().orElse(Double.NaN);
    if (figures.length < 2) {
      return Wording.number(format, mean);
    }
    double squares = Arrays.stream(figures).map(x -> (x - mean) * (x - mean)).sum();
    return Wording.number(format, mean)
        + " ± "
        + Wording.number(format, Math.sqrt(squares / (figures.length - 1)));
  }
}
