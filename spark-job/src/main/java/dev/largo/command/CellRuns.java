package dev.largo.command;

import dev.largo.config.LargoConfig;
import dev.largo.data.DataException;
import dev.largo.model.ModelException;
import dev.largo.record.RunClaim;
import dev.largo.record.RunDirectory;
import dev.largo.record.RunInfo;
import dev.largo.report.StudyTable;
import dev.largo.study.Cell;
import dev.largo.study.CellResult;
import dev.largo.study.CellSummary;
import dev.largo.study.StudyDirectory;
import dev.largo.train.DivergedException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.UnaryOperator;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * Trains cells one after the other, each in its own run directory, and writes down what became of
 * them. What is finished is not repeated, and what was begun is gone on with.
 */
final class CellRuns {
  private final StudyDirectory directory;
  private final Workplace place;
  private final Configuration hadoop;
  private final Console console;
  private final boolean retryFailed;
  private final @Nullable Double target;
  private final Map<String, CellResult> results = new LinkedHashMap<>();
  private final Set<String> told = new HashSet<>();

  /**
   * Runs of a claimed directory.
   *
   * @param retryFailed whether cells that something ended are tried again
   * @param target top-1 whose first step is told in the results; null: none
   */
  CellRuns(
      StudyDirectory directory,
      Workplace place,
      Configuration hadoop,
      Console console,
      boolean retryFailed,
      @Nullable Double target)
      throws IOException {
    this.directory = directory;
    this.place = place;
    this.hadoop = hadoop;
    this.console = console;
    this.retryFailed = retryFailed;
    this.target = target;
    directory.readResults().forEach(result -> results.put(result.cell(), result));
  }

  /** All results so far, in the order of their cells' ends. */
  List<CellResult> results() {
    return List.copyOf(results.values());
  }

  /**
   * Trains cells.
   *
   * @param as what goes into the results of a cell
   * @return their results in their order; empty if the user asked for a stop
   */
  Optional<List<CellResult>> run(List<Cell> cells, UnaryOperator<CellResult> as)
      throws IOException, InterruptedException {
    List<CellResult> all = new ArrayList<>();
    for (Cell cell : cells) {
      CellResult result = results.get(cell.name());
      requireSame(cell, result);
      if (result == null || (retryFailed && result.status() != CellResult.Status.COMPLETED)) {
        console.say("%s (%d of %d)".formatted(cell.name(), cells.indexOf(cell) + 1, cells.size()));
        Optional<CellResult> made = place.stopRequested() ? Optional.empty() : make(cell);
        if (made.isEmpty()) {
          return Optional.empty();
        }
        result = as.apply(made.get());
        record(result);
      }
      all.add(result);
    }
    return Optional.of(all);
  }

  /** Writes down that a cell cannot be trained, unless something is on record of it. */
  void fail(Cell cell, String error) throws IOException {
    if (!results.containsKey(cell.name())) {
      record(told(CellSummary.unbegun(cell, folder(cell), error)));
    }
  }

  private void record(CellResult result) throws IOException {
    results.put(result.cell(), result);
    directory.writeResults(results());
  }

  private static String folder(Cell cell) {
    return new Path(cell.config().runs()).getName();
  }

  /** A trial of a search is what the stage before made it: with a retried one it is another. */
  private void requireSame(Cell cell, @Nullable CellResult before) {
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

  private Optional<CellResult> make(Cell cell) throws IOException, InterruptedException {
    return RunDirectory.hasBegun(cell.config(), hadoop) ? goOn(cell) : begin(cell);
  }

  private Optional<CellResult> begin(Cell cell) throws IOException, InterruptedException {
    ReadyRun ready;
    try {
      ready = ReadyRun.started(cell.config(), hadoop, this::sayOnce);
    } catch (DataException | ModelException | RuntimeException e) {
      return Optional.of(told(CellSummary.unbegun(cell, folder(cell), Failures.line(e))));
    }
    RunClaim claim = ready.directory().claim();
    try (claim) {
      return train(cell, ready);
    }
  }

  /** Goes on with a run as {@code largo resume} does. */
  private Optional<CellResult> goOn(Cell cell) throws IOException, InterruptedException {
    LargoConfig config = cell.config();
    String path = new Path(new Path(config.runs()), config.name()).toString();
    RunDirectory run = RunDirectory.open(path, hadoop);
    RunClaim claim = run.claim();
    try (claim) {
      if (!run.readConfig().taughtBy(null).equals(config.taughtBy(null))) {
        throw new RequestException(
            path + ": was begun with another configuration than it has now; choose another name");
      }
      RunInfo info = run.readInfo();
      if (info.status() == RunInfo.Status.COMPLETED) {
        return Optional.of(told(CellSummary.completed(cell, run, target)));
      }
      Preparation prepared = Preparation.of(run.readConfig(), hadoop);
      ReadyRun ready = ReadyRun.resumed(run, path, info, prepared, console::say);
      console.say("going on " + ready.position());
      return train(cell, ready);
    } catch (ModelException e) {
      throw new RequestException(Failures.line(e));
    }
  }

  private Optional<CellResult> train(Cell cell, ReadyRun ready)
      throws IOException, InterruptedException {
    ready.notes().forEach(this::sayOnce);
    try {
      return ready.train(console, place).complete()
          ? Optional.of(told(CellSummary.completed(cell, ready.directory(), target)))
          : Optional.empty();
    } catch (IOException | RuntimeException | OutOfMemoryError e) {
      if (place.isBroken()) {
        throw e;
      }
      return Optional.of(
          told(CellSummary.ended(cell, ready.directory(), status(e), target, Failures.line(e))));
    }
  }

  private static CellResult.Status status(Throwable failure) {
    return ExitStatus.type(failure).equals(DivergedException.class.getSimpleName())
        ? CellResult.Status.DIVERGED
        : CellResult.Status.FAILED;
  }

  private CellResult told(CellResult result) {
    console.say(StudyTable.line(result));
    return result;
  }

  private void sayOnce(String note) {
    if (told.add(note)) {
      console.say(note);
    }
  }
}
