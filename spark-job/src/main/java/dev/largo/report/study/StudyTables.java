package dev.largo.report.study;

import dev.largo.report.Combination;
import dev.largo.report.StudyTable;
import dev.largo.report.StudyTable.Column;
import dev.largo.report.Wording;
import dev.largo.report.page.Block;
import dev.largo.study.CellResult;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The tables of a study's page. */
final class StudyTables {
  /** Rows that a page has room for. */
  private static final int MOST_ROWS = 1000;

  private final StudyData data;
  private final List<Combination> combinations;
  private final Set<String> averages = new TreeSet<>();

  StudyTables(StudyData data, List<Combination> combinations) {
    this.data = data;
    this.combinations = combinations;
    data.results().forEach(result -> averages.addAll(result.averages().keySet()));
  }

  /** A row for each combination, over its seeds. */
  Block.Table combinations() {
    // Keys that the names of cells stand for are in the table of all cells.
    List<Column> columns = StudyTable.labels(combinations, data.plan()::variant);
    columns.addAll(StudyTable.tuned(data.results()));
    columns.addAll(StudyTable.figures(data.plan().target() != null));
    columns.add(Column.of("s an epoch", "%.2f", cell -> cell.seconds() / cell.epochs()));
    averages.forEach(
        name ->
            columns.add(
                Column.of(average(name), "%.4f", cell -> average(cell.averages().get(name)))));
    List<Combination> shown = first(combinations);
    return new Block.Table(
        "Mean ± sample standard deviation over the seeds"
            + ofAll(shown.size(), combinations.size()),
        StudyTable.header(columns),
        StudyTable.rows(columns, shown));
  }

  /** A row for each cell that did not come to its end. */
  Block.Table ended() {
    List<CellResult> all =
        data.results().stream()
            .filter(cell -> cell.status() != CellResult.Status.COMPLETED)
            .toList();
    List<CellResult> shown = first(all);
    return new Block.Table(
        "Cells that did not come to their end" + ofAll(shown.size(), all.size()),
        List.of("cell", "what ended it", "status"),
        shown.stream()
            .map(cell -> List.of(cell.cell(), String.valueOf(cell.error()), status(cell)))
            .toList(),
        shown.stream().map(data::link).toList());
  }

  /** A row for each cell. */
  Block.Table cells() {
    Map<String, Function<CellResult, String>> columns = new LinkedHashMap<>();
    columns.put("cell", CellResult::cell);
    columns.put("status", StudyTables::status);
    Set<String> keys = new TreeSet<>(Combination.varying(combinations));
    data.results().stream()
        .filter(cell -> cell.values().containsKey("seed"))
        .findFirst()
        .ifPresent(cell -> keys.add("seed"));
    keys.forEach(key -> columns.put(key, cell -> value(cell.values().get(key))));
    data.tunedKeys()
        .forEach(key -> columns.put("tuned " + key, cell -> value(cell.tuned().get(key))));
    columns.put("steps", cell -> String.valueOf(cell.steps()));
    columns.put("epochs", cell -> Wording.number("%.1f", cell.epochs()));
    columns.put("top-1", cell -> Wording.number("%.4f", cell.lastTop1()));
    columns.put("best top-1", cell -> Wording.number("%.4f", cell.bestTop1()));
    columns.put("train top-1", cell -> Wording.number("%.4f", cell.trainTop1()));
    columns.put("loss", cell -> Wording.number("%.4f", cell.lastLoss()));
    averages.forEach(
        name ->
            columns.put(
                average(name), cell -> Wording.number("%.4f", average(cell.averages().get(name)))));
    columns.put("images/s", cell -> Wording.number("%.0f", cell.imagesPerSecond()));
    columns.put("step ms", cell -> Wording.number("%.1f", 1000 * cell.stepSeconds().total()));
    columns.put("noise scale", cell -> Wording.number("%.3g", cell.noiseScale()));
    if (data.plan().target() != null) {
      columns.put("steps to target", cell -> value(cell.stepsToTarget()));
    }
    List<CellResult> shown = first(data.results());
    return new Block.Table(
        "All cells" + ofAll(shown.size(), data.results().size()),
        List.copyOf(columns.keySet()),
        shown.stream()
            .map(cell -> columns.values().stream().map(column -> column.apply(cell)).toList())
            .toList(),
        shown.stream().map(data::link).toList());
  }

  /** A row for each search before the cells. */
  Block.Table searches() {
    List<String> shown = first(data.searches());
    return new Block.Table(
        "Searches that tuned the cells" + ofAll(shown.size(), data.searches().size()),
        List.of("search"),
        shown.stream().map(path -> List.of(path.substring(path.indexOf('/') + 1))).toList(),
        shown.stream().map(path -> path + "/report.html").toList());
  }

  private static String status(CellResult cell) {
    return cell.status().name().toLowerCase(Locale.ROOT);
  }

  private static String average(String name) {
    return name.toUpperCase(Locale.ROOT) + " top-1";
  }

  /** One that was never evaluated, or was not finite, is not there. */
  private static double average(@Nullable Double top1) {
    return top1 == null ? Double.NaN : top1;
  }

  private static String value(@Nullable Object value) {
    return value == null ? "-" : Wording.value(value);
  }

  private static <T> List<T> first(List<T> all) {
    return all.subList(0, Math.min(all.size(), MOST_ROWS));
  }

  private static String ofAll(int shown, int all) {
    return shown == all ? "" : ": the first %d of %d".formatted(shown, all);
  }
}
