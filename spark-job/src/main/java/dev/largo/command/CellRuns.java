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
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * Trains cells, as many at once as their workplace says, each in its own run directory, and writes
 * down what became of them. What is finished is not repeated, and what was begun is gone on with.
 */
final class CellRuns {
  private final StudyDirectory directory;
  private final Workplace place;
  private final Configuration hadoop;
  private final Console console;
  private final boolean retryFailed;
  private final @Nullable Double target;
  private final Map<String, CellResult> results = new HashMap<>();
  private final List<String> order = new ArrayList<>();
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
    for (CellResult result : directory.readResults()) {
      results.put(result.cell(), result);
      order.add(result.cell());
    }
  }

  /** All results so far, in the order of their cells, however many were trained at once. */
  synchronized List<CellResult> results() {
    return results.values().stream()
        .sorted(Comparator.comparingInt(result -> order.indexOf(result.cell())))
        .toList();
  }

  /**
   * Trains cells.
   *
   * @param as what goes into the results of a cell
   * @return their results in their order; empty if the user asked for a stop
   */
  Optional<List<CellResult>> run(List<Cell> cells, UnaryOperator<CellResult> as)
      throws IOException, InterruptedException {
    takeUp(cells);
    ExecutorService pool = Executors.newFixedThreadPool(place.atOnce());
    try {
      List<Future<Optional<CellResult>>> ends = new ArrayList<>();
      for (Cell cell : cells) {
        String position = "%s (%d of %d)".formatted(cell.name(), ends.size() + 1, cells.size());
        ends.add(pool.submit(() -> orCallOff(cell, position, as)));
      }
      List<CellResult> all = new ArrayList<>();
      boolean stopped = false;
      for (Future<Optional<CellResult>> end : ends) {
        Optional<CellResult> result = await(end);
        result.ifPresent(all::add);
        stopped |= result.isEmpty();
      }
      return stopped ? Optional.empty() : Optional.of(all);
    } finally {
      pool.shutdown();
      // Runs that were called off end with a checkpoint: nobody may close Spark before.
      while (!pool.awaitTermination(1, TimeUnit.DAYS)) {}
    }
  }

  /** Cells of a study that has grown stand where they belong. */
  private synchronized void takeUp(List<Cell> cells) {
    List<String> names = cells.stream().map(Cell::name).toList();
    order.removeAll(names);
    order.addAll(names);
  }

  private static Optional<CellResult> await(Future<Optional<CellResult>> end)
      throws IOException, InterruptedException {
    try {
      return end.get();
    } catch (ExecutionException e) {
      Throwable failure = e.getCause();
      if (failure instanceof IOException exception) {
        throw exception;
      }
      if (failure instanceof RuntimeException exception) {
        throw exception;
      }
      if (failure instanceof Error error) {
        throw error;
      }
      throw new IllegalStateException(failure);
    }
  }

  /** What ends the command lets the other runs stop with a checkpoint. */
  private Optional<CellResult> orCallOff(Cell cell, String position, UnaryOperator<CellResult> as)
      throws IOException, InterruptedException {
    try {
      return result(cell, position, as);
    } catch (IOException | InterruptedException | RuntimeException | Error e) {
      place.callOff();
      throw e;
    }
  }

  private Optional<CellResult> result(Cell cell, String position, UnaryOperator<CellResult> as)
      throws IOException, InterruptedException {
    CellResult before = known(cell);
    if (before != null && !(retryFailed && before.status() != CellResult.Status.COMPLETED)) {
      return Optional.of(before);
    }
    if (place.stopRequested()) {
      return Optional.empty();
    }
    console.say(position);
    Optional<CellResult> made =
        make(cell, place.atOnce() == 1 ? console : console.about(cell.name()));
    if (made.isEmpty()) {
      return made;
    }
    CellResult result = as.apply(made.get());
    record(result);
    StudyReport.refresh(directory, this::sayOnce);
    return Optional.of(result);
  }

  private synchronized @Nullable CellResult known(Cell cell) {
    CellResult result = results.get(cell.name());
    requireSame(cell, result);
    return result;
  }

  /** Writes down that a cell cannot be trained, unless something is on record of it. */
  synchronized void fail(Cell cell, String error) throws IOException {
    if (!results.containsKey(cell.name())) {
      record(told(CellSummary.unbegun(cell, folder(cell), error)));
    }
  }

  private synchronized void record(CellResult result) throws IOException {
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

  private Optional<CellResult> make(Cell cell, Console own)
      throws IOException, InterruptedException {
    return RunDirectory.hasBegun(cell.config(), hadoop) ? goOn(cell, own) : begin(cell, own);
  }

  private Optional<CellResult> begin(Cell cell, Console own)
      throws IOException, InterruptedException {
    ReadyRun ready;
    try {
      ready = ReadyRun.started(cell.config(), hadoop, this::sayOnce);
    } catch (DataException | ModelException | RuntimeException e) {
      return Optional.of(told(CellSummary.unbegun(cell, folder(cell), Failures.line(e))));
    }
    RunClaim claim = ready.directory().claim();
    try (claim) {
      return train(cell, ready, own);
    }
  }

  /** Goes on with a run as {@code largo resume} does. */
  private Optional<CellResult> goOn(Cell cell, Console own)
      throws IOException, InterruptedException {
    LargoConfig config = cell.config();
    String path = new Path(new Path(config.runs()), config.name()).toString();
    RunDirectory run = RunDirectory.open(path, hadoop);
    RunClaim claim = run.claim();
    try (claim) {
      LargoConfig then = run.readConfig();
      if (!then.taughtBy(null).shownOn(null).equals(config.taughtBy(null).shownOn(null))) {
        throw new RequestException(
            path + ": was begun with another configuration than it has now; choose another name");
      }
      RunInfo info = run.readInfo();
      if (info.status() == RunInfo.Status.COMPLETED) {
        return Optional.of(told(CellSummary.completed(cell, run, target)));
      }
      Preparation prepared = Preparation.of(then.shownOn(config.metrics().mlflow()), hadoop);
      ReadyRun ready = ReadyRun.resumed(run, path, info, prepared, own::say);
      own.say("going on " + ready.position());
      return train(cell, ready, own);
    } catch (ModelException e) {
      throw new RequestException(Failures.line(e));
    }
  }

  private Optional<CellResult> train(Cell cell, ReadyRun ready, Console own)
      throws IOException, InterruptedException {
    ready.notes().forEach(this::sayOnce);
    try {
      return ready.train(own, place).complete()
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

  private synchronized void sayOnce(String note) {
    if (told.add(note)) {
      console.say(note);
    }
  }
}
