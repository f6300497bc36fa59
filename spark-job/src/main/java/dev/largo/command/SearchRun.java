package dev.largo.command;

import dev.largo.config.ConfigLoader;
import dev.largo.record.RunInfo;
import dev.largo.report.SearchTable;
import dev.largo.study.Cell;
import dev.largo.study.CellResult;
import dev.largo.study.Search;
import dev.largo.study.StudyDirectory;
import dev.largo.study.Trial;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;

/** Carries out a search, from its first stage to the table of the best. */
final class SearchRun {
  /** Trials that a comparison is suggested for. */
  private static final int TOP = 3;

  private final Search search;
  private final StudyDirectory directory;
  private final Console console;
  private final Configuration hadoop;

  SearchRun(Search search, StudyDirectory directory, Console console, Configuration hadoop) {
    this.search = search;
    this.directory = directory;
    this.console = console;
    this.hadoop = hadoop;
  }

  /**
   * Searches.
   *
   * @param retryFailed whether trials that something ended are tried again
   * @return the exit status
   */
  int execute(boolean retryFailed) throws IOException, InterruptedException {
    RunInfo.Status how = RunInfo.Status.FAILED;
    try {
      how = stages(retryFailed);
    } finally {
      int finished = directory.readResults().size();
      directory.writeInfo(directory.readInfo().with(how, finished, finished, Instant.now()));
    }
    return switch (how) {
      case COMPLETED -> ExitStatus.DONE;
      case INTERRUPTED -> ExitStatus.INTERRUPTED;
      case FAILED, RUNNING -> ExitStatus.FAILED;
    };
  }

  private RunInfo.Status stages(boolean retryFailed) throws IOException, InterruptedException {
    List<Trial> trials = search.trials(1, List.of());
    try (Workplace place =
        new Workplace(
            search.name(),
            SparkContexts.givenMaster(),
            StudyCommand.slots(cells(trials, 1)),
            () -> console.say(StudyCommand.STOPPING))) {
      CellRuns runs = new CellRuns(directory, place, hadoop, console, retryFailed, null);
      for (int stage = 1; stage <= search.stages(); stage++) {
        console.say("stage %d of %d: %d trials".formatted(stage, search.stages(), trials.size()));
        Optional<List<CellResult>> results = stage(runs, trials, stage);
        if (results.isEmpty()) {
          console.say(
              "stopped; go on with: largo search %s/config.conf".formatted(directory.shown()));
          return RunInfo.Status.INTERRUPTED;
        }
        List<CellResult> best = Search.best(results.get(), search.keep(stage));
        if (best.isEmpty()) {
          console.say(
              "no trial of stage %d came to its end; look at the errors above, and at the ranges"
                  .formatted(stage));
          return RunInfo.Status.FAILED;
        }
        if (stage == search.stages()) {
          conclude(trials, results.get(), stage);
        } else {
          trials = search.trials(stage + 1, survivors(trials, best));
        }
      }
    }
    return RunInfo.Status.COMPLETED;
  }

  private List<Cell> cells(List<Trial> trials, int stage) {
    return trials.stream().map(trial -> search.cell(trial, stage)).toList();
  }

  private Optional<List<CellResult>> stage(CellRuns runs, List<Trial> trials, int stage)
      throws IOException, InterruptedException {
    Map<String, Integer> numbers = new LinkedHashMap<>();
    List<Cell> cells = cells(trials, stage);
    for (int i = 0; i < cells.size(); i++) {
      numbers.put(cells.get(i).name(), trials.get(i).number());
    }
    return runs.run(
        cells, result -> result.of(stage, Objects.requireNonNull(numbers.get(result.cell()))));
  }

  private static List<Trial> survivors(List<Trial> trials, List<CellResult> best) {
    List<Trial> survivors = new ArrayList<>();
    for (CellResult result : best) {
      survivors.add(trial(trials, result));
    }
    return survivors;
  }

  private static Trial trial(List<Trial> trials, CellResult result) {
    return trials.stream()
        .filter(trial -> Objects.equals(trial.number(), result.trial()))
        .findFirst()
        .orElseThrow();
  }

  private void conclude(List<Trial> trials, List<CellResult> results, int stage)
      throws IOException {
    List<CellResult> ranked = Search.best(results, results.size());
    SearchTable.print(console.out(), ranked);
    Trial best = trial(trials, ranked.get(0));
    search.edges(best).forEach(warning -> console.say("warning: " + warning));
    directory.write("best.conf", ConfigLoader.render(search.bestRun(search.cell(best, stage))));
    console.out().println("search: " + directory.shown());
    console.out().println("train the best: largo train " + directory.shown() + "/best.conf");
    if (ranked.size() > 1) {
      String top =
          ranked.stream()
              .limit(TOP)
              .map(result -> directory.shown() + "/" + result.directory())
              .collect(Collectors.joining(" "));
      console.out().println("compare the best: largo compare " + top + " --ensembles");
    }
  }
}
