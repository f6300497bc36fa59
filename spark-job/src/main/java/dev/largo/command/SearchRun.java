package dev.largo.command;

import dev.largo.config.ConfigLoader;
import dev.largo.config.ConfigTemplate;
import dev.largo.record.RunClaim;
import dev.largo.record.RunInfo;
import dev.largo.study.Cell;
import dev.largo.study.CellResult;
import dev.largo.study.Search;
import dev.largo.study.StudyDirectory;
import dev.largo.study.StudyInfo;
import dev.largo.study.Trial;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.package$;
import org.jspecify.annotations.Nullable;

/** Carries out a search in its directory, from its first stage to the best of its last. */
final class SearchRun {
  private final Search search;
  private final StudyDirectory directory;
  private final Console console;
  private final Configuration hadoop;
  private final boolean retryFailed;

  /**
   * What a search came to.
   *
   * @param status how it ended; interrupted if the user asked for a stop
   * @param ranked results of the last stage, the best first; none if it did not come to its end
   * @param best the first of them; null: none
   */
  record End(RunInfo.Status status, List<CellResult> ranked, @Nullable Trial best) {
    static End without(RunInfo.Status status) {
      return new End(status, List.of(), null);
    }
  }

  /**
   * A search that is begun, or gone on with.
   *
   * @param retryFailed whether trials that something ended are tried again
   */
  SearchRun(Search search, Console console, Configuration hadoop, boolean retryFailed)
      throws IOException {
    this.search = search;
    this.console = console;
    this.hadoop = hadoop;
    this.retryFailed = retryFailed;
    directory = StudyDirectory.ofSearch(search.runs(), search.name(), hadoop);
  }

  StudyDirectory directory() {
    return directory;
  }

  /**
   * Searches.
   *
   * @throws RequestException if another process does, or the directory is something else's
   */
  End execute(Workplace place) throws IOException, InterruptedException {
    Optional<String> before = directory.readConfig();
    RunClaim claim = directory.claim();
    try (claim) {
      begin(before);
      try (Trackers trackers = Trackers.of(search.widest(), directory, hadoop, console)) {
        return execute(place, trackers);
      }
    }
  }

  private End execute(Workplace place, Trackers trackers) throws IOException, InterruptedException {
    End end = End.without(RunInfo.Status.FAILED);
    try {
      end = stages(place);
    } finally {
      end(end.status(), trackers);
    }
    return end;
  }

  private void end(RunInfo.Status how, Trackers trackers) throws IOException {
    try {
      int finished = directory.readResults().size();
      directory.writeInfo(directory.readInfo().with(how, finished, finished, Instant.now()));
      StudyReport.refresh(directory, console::say);
    } finally {
      trackers.ended(how);
    }
  }

  private void begin(Optional<String> before) throws IOException {
    if (before.isEmpty()) {
      directory.begin(
          StudyInfo.started(package$.MODULE$.SPARK_VERSION(), 0, Instant.now()),
          search.template().render());
      return;
    }
    search.requireToGoOn(
        ConfigTemplate.load(directory.shown() + "/config.conf", before.get(), List.of()),
        directory.shown());
    StudyInfo info = directory.readInfo();
    int finished = directory.readResults().size();
    if (info.status() != RunInfo.Status.COMPLETED) {
      console.say(
          "going on with %s: %d trials are finished".formatted(directory.shown(), finished));
    }
    directory.begin(
        info.with(RunInfo.Status.RUNNING, finished, finished, null), search.template().render());
  }

  private End stages(Workplace place) throws IOException, InterruptedException {
    CellResults results = new CellResults(directory);
    if (retryFailed) {
      results.dropFailed();
    }
    CellRuns runs = new CellRuns(directory, results, place, hadoop, console, search.target());
    List<Trial> trials = search.trials(1, List.of());
    for (int stage = 1; stage < search.stages(); stage++) {
      Optional<List<CellResult>> ended = stage(results, runs, trials, stage);
      if (ended.isEmpty()) {
        return End.without(RunInfo.Status.INTERRUPTED);
      }
      List<CellResult> best = Search.best(ended.get(), search.keep(stage));
      if (best.isEmpty()) {
        return fruitless(stage);
      }
      trials = search.trials(stage + 1, survivors(trials, best));
    }
    return last(results, runs, trials);
  }

  private End last(CellResults results, CellRuns runs, List<Trial> trials)
      throws IOException, InterruptedException {
    int stage = search.stages();
    Optional<List<CellResult>> ended = stage(results, runs, trials, stage);
    if (ended.isEmpty()) {
      return End.without(RunInfo.Status.INTERRUPTED);
    }
    List<CellResult> ranked = Search.best(ended.get(), ended.get().size());
    if (ranked.isEmpty()) {
      return fruitless(stage);
    }
    Trial best = trial(trials, ranked.get(0));
    directory.write("best.conf", ConfigLoader.render(search.bestRun(search.cell(best, stage))));
    int kept = Math.min(search.keep(stage), ranked.size());
    new BestModels(directory, hadoop).copy(ranked.subList(0, kept));
    return new End(RunInfo.Status.COMPLETED, ranked, best);
  }

  private End fruitless(int stage) {
    console.say(
        "no trial of stage %d came to its end; look at the errors above, and at the ranges"
            .formatted(stage));
    return End.without(RunInfo.Status.FAILED);
  }

  private List<Cell> cells(List<Trial> trials, int stage) {
    return trials.stream().map(trial -> search.cell(trial, stage)).toList();
  }

  private Optional<List<CellResult>> stage(
      CellResults results, CellRuns runs, List<Trial> trials, int stage)
      throws IOException, InterruptedException {
    Map<String, Integer> numbers = new LinkedHashMap<>();
    List<Cell> cells = cells(trials, stage);
    for (int i = 0; i < cells.size(); i++) {
      numbers.put(cells.get(i).name(), trials.get(i).number());
    }
    results.expect(cells);
    dropDisplaced(results, numbers.values(), stage);
    return runs.run(
        cells, result -> result.of(stage, Objects.requireNonNull(numbers.get(result.cell()))));
  }

  /** A trial that was tried again may be in the place of one that had gone on to this stage. */
  private static void dropDisplaced(CellResults results, Collection<Integer> trials, int stage)
      throws IOException {
    Set<Integer> displaced = new HashSet<>();
    for (CellResult result : results.all()) {
      if (Objects.equals(result.stage(), stage) && result.trial() != null) {
        displaced.add(result.trial());
      }
    }
    displaced.removeAll(trials);
    results.drop(
        result ->
            Objects.requireNonNullElse(result.stage(), 0) >= stage
                && displaced.contains(result.trial()));
  }

  private static List<Trial> survivors(List<Trial> trials, List<CellResult> best) {
    List<Trial> survivors = new ArrayList<>();
    best.forEach(result -> survivors.add(trial(trials, result)));
    return survivors;
  }

  private static Trial trial(List<Trial> trials, CellResult result) {
    return trials.stream()
        .filter(trial -> Objects.equals(trial.number(), result.trial()))
        .findFirst()
        .orElseThrow();
  }
}
