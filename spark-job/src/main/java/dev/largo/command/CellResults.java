package dev.largo.command;

import dev.largo.study.Cell;
import dev.largo.study.CellResult;
import dev.largo.study.StudyDirectory;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The results on record in a claimed directory, which runs at the same time add to. */
final class CellResults {
  private final StudyDirectory directory;
  private final Map<String, CellResult> results = new HashMap<>();
  private final List<String> order = new ArrayList<>();

  /** Those that are there. */
  CellResults(StudyDirectory directory) throws IOException {
    this.directory = directory;
    for (CellResult result : directory.readResults()) {
      results.put(result.cell(), result);
      order.add(result.cell());
    }
  }

  /** All so far, in the order of their cells, however many were trained at once. */
  synchronized List<CellResult> all() {
    return order.stream().map(results::get).filter(Objects::nonNull).toList();
  }

  synchronized @Nullable CellResult of(Cell cell) {
    return results.get(cell.name());
  }

  /**
   * Takes cells up: results stand in their order from now on, also if a study has grown; the first
   * of them stays where it is, or comes behind all others.
   *
   * @throws RequestException if one of them has another's result
   */
  synchronized void expect(List<Cell> cells) {
    cells.forEach(this::requireSame);
    List<String> names = cells.stream().map(Cell::name).toList();
    int first = 0;
    while (first < order.size() && !names.contains(order.get(first))) {
      first++;
    }
    order.removeAll(names);
    order.addAll(first, names);
  }

  /** Writes down the result of a cell, behind all others unless it is expected. */
  synchronized void put(CellResult result) throws IOException {
    if (!order.contains(result.cell())) {
      order.add(result.cell());
    }
    results.put(result.cell(), result);
    directory.writeResults(all());
  }

  /** Forgets results; their runs stay, and are gone on with if they are asked for again. */
  synchronized void drop(Predicate<CellResult> which) throws IOException {
    if (results.values().removeIf(which)) {
      directory.writeResults(all());
    }
  }

  /** Forgets what did not come to its end, so that it is tried again, now or by who goes on. */
  void dropFailed() throws IOException {
    drop(result -> result.status() != CellResult.Status.COMPLETED);
  }

  /** A trial of a search is what the stage before made it: with a retried one it is another. */
  private void requireSame(Cell cell) {
    CellResult before = of(cell);
    if (before != null) {
      requireSame(cell, before.values(), cell.values());
      requireSame(cell, before.tuned(), cell.tuned());
    }
  }

  private void requireSame(
      Cell cell,
      SortedMap<String, @Nullable Object> then,
      SortedMap<String, @Nullable Object> now) {
    boolean differs =
        now.entrySet().stream()
            .anyMatch(
                value ->
                    then.containsKey(value.getKey())
                        && !isSame(then.get(value.getKey()), value.getValue()));
    if (differs) {
      throw new RequestException(
          "%s: %s was trained with %s, and would have %s now; choose another name"
              .formatted(directory.shown(), cell.name(), then, now));
    }
  }

  /** JSON does not tell 1 from 1.0. */
  private static boolean isSame(@Nullable Object one, @Nullable Object other) {
    if (one instanceof Number a && other instanceof Number b) {
      return a.doubleValue() == b.doubleValue();
    }
    return String.valueOf(one).equals(String.valueOf(other));
  }
}
