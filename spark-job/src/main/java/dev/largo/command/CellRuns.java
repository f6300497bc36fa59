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
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
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
  private final CellResults results;
  private final Workplace place;
  private final Configuration hadoop;
  private final Console console;
  private final @Nullable Double target;
  private final Set<String> told = new HashSet<>();

  /**
   * Runs of a claimed directory.
   *
   * @param results of the directory
   * @param target top-1 whose first step is told in the results; null: none
   */
  CellRuns(
      StudyDirectory directory,
      CellResults results,
      Workplace place,
      Configuration hadoop,
      Console console,
      @Nullable Double target) {
    this.directory = directory;
    this.results = results;
    this.place = place;
    this.hadoop = hadoop;
    this.console = console;
    this.target = target;
  }

  /**
   * Trains cells.
   *
   * @param cells that the results expect
   * @param as what goes into the results of a cell
   * @return their results in their order; empty if the user asked for a stop
   * @throws RequestException if one was begun as another
   */
  Optional<List<CellResult>> run(List<Cell> cells, UnaryOperator<CellResult> as)
      throws IOException, InterruptedException {
    for (Cell cell : cells) {
      requireSame(cell);
    }
    ExecutorService pool = Executors.newFixedThreadPool(place.demand().runs());
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
    } catch (Throwable e) {
      place.callOff();
      throw e;
    } finally {
      awaitEnd(pool);
    }
  }

  /** A run that its cell is to go on with must be the cell's. */
  private void requireSame(Cell cell) throws IOException {
    LargoConfig config = cell.config();
    if (results.of(cell) == null && RunDirectory.hasBegun(config, hadoop)) {
      LargoConfig begun = RunDirectory.open(path(cell), hadoop).readConfig();
      if (!begun.taughtBy(null).shownOn(null).equals(config.taughtBy(null).shownOn(null))) {
        throw new RequestException(
            path(cell)
                + ": was begun with another configuration than it has now; choose another name");
      }
    }
  }

  private static String path(Cell cell) {
    return RunDirectory.place(cell.config()).toString();
  }

  /** Runs that were called off end with a checkpoint: nobody may close Spark before. */
  private static void awaitEnd(ExecutorService pool) {
    pool.shutdown();
    boolean interrupted = false;
    boolean ended = false;
    while (!ended) {
      try {
        ended = pool.awaitTermination(1, TimeUnit.DAYS);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static Optional<CellResult> await(Future<Optional<CellResult>> end)
      throws IOException, InterruptedException {
    try {
      return end.get();
    } catch (ExecutionException e) {
      Throwable failure = Objects.requireNonNull(e.getCause());
      if (failure instanceof IOException exception) {
        throw exception;
      }
      if (failure instanceof RuntimeException exception) {
        throw exception;
      }
      if (failure instanceof Error error) {
        throw error;
      }
      throw new IllegalStateException(Failures.line(failure), failure);
    }
  }

  /** What ends the command lets the other runs stop with a checkpoint. */
  private Optional<CellResult> orCallOff(Cell cell, String position, UnaryOperator<CellResult> as)
      throws IOException, InterruptedException {
    try {
      return result(cell, position, as);
    } catch (Throwable e) { // Scala throws checked exceptions unannounced.
      place.callOff();
      throw e;
    }
  }

  private Optional<CellResult> result(Cell cell, String position, UnaryOperator<CellResult> as)
      throws IOException, InterruptedException {
    CellResult before = results.of(cell);
    if (before != null) {
      return Optional.of(before);
    }
    if (place.stopRequested()) {
      return Optional.empty();
    }
    console.say(position);
    int runs = place.demand().runs();
    Optional<CellResult> made = make(cell, runs == 1 ? console : console.about(cell.name()));
    if (made.isEmpty()) {
      return made;
    }
    CellResult result = as.apply(made.get().among(runs));
    results.put(result);
    StudyReport.refresh(directory, this::sayOnce);
    return Optional.of(result);
  }

  private Optional<CellResult> make(Cell cell, Console own)
      throws IOException, InterruptedException {
    return RunDirectory.hasBegun(cell.config(), hadoop) ? goOn(cell, own) : begin(cell, own);
  }

  private Optional<CellResult> begin(Cell cell, Console own)
      throws IOException, InterruptedException {
    ReadyRun ready;
    try {
      ready = ReadyRun.started(cell.config(), hadoop, place.demand(), this::sayOnce);
    } catch (DataException | ModelException | RuntimeException e) {
      String folder = new Path(cell.config().runs()).getName();
      return Optional.of(told(CellSummary.unbegun(cell, folder, Failures.line(e))));
    }
    RunClaim claim = ready.directory().claim();
    try (claim) {
      return train(cell, ready, own);
    }
  }

  /** Goes on with a run as {@code largo resume} does. */
  private Optional<CellResult> goOn(Cell cell, Console own)
      throws IOException, InterruptedException {
    String path = path(cell);
    RunDirectory run = RunDirectory.open(path, hadoop);
    RunClaim claim = run.claim();
    try (claim) {
      RunInfo info = run.readInfo();
      if (info.status() == RunInfo.Status.COMPLETED) {
        return Optional.of(told(CellSummary.completed(cell, run, target)));
      }
      Preparation prepared =
          Preparation.of(
              run.readConfig().shownOn(cell.config().metrics().mlflow()),
              hadoop,
              place.demand().runs());
      ReadyRun ready = ReadyRun.resumed(run, path, info, prepared, place.demand(), own::say);
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
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception | OutOfMemoryError e) { // Of Scala's checked ones nobody is warned.
      if (place.isBroken() || e instanceof NoExecutorException) {
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
