package dev.largo.command;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.largo.spark.preflight.Demand;
import dev.largo.study.CellResult;
import dev.largo.study.Search;
import dev.largo.study.StudyDirectory;
import dev.largo.study.Trial;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Searches whose trials are all on record. */
@Timeout(120)
final class SearchRunTest {
  private final Configuration hadoop = new Configuration();

  @TempDir Path directory;

  private static CellResult result(Search search, Trial trial, int stage, double top1) {
    return TinyRuns.completed(search.cell(trial, stage), StudyDirectory.TRIALS, top1)
        .of(stage, trial.number());
  }

  private Search search() {
    return Search.of(
        new TinyRuns(directory)
            .template(
                "schedule.base-lr={log-uniform=[0.01,1]}",
                "search={trials=3,stages=[{keep=1,epochs=1},{keep=1,draws=0,epochs=2},{keep=1}]}"),
        data -> 20);
  }

  @Test
  void trialThatARetriedOneDisplacesIsOutOfTheStagesThatFollow() throws Exception {
    Search search = search();
    List<Trial> trials = search.trials(1, List.of());
    StudyDirectory results = StudyDirectory.ofSearch(search.runs(), search.name(), hadoop);
    results.claim().close();
    results.writeResults(
        List.of(
            result(search, trials.get(0), 1, 0.5),
            result(search, trials.get(1), 1, 0.75),
            result(search, trials.get(2), 1, 0.25),
            result(search, trials.get(0), 2, 0.9),
            result(search, trials.get(1), 2, 0.8),
            result(search, trials.get(0), 3, 0.9),
            result(search, trials.get(1), 3, 0.8)));

    SearchRun.End end;
    try (Workplace place = new Workplace("search", "local[1]", new Demand(1, 1), () -> {})) {
      end = new SearchRun(search(), TinyRuns.silent(), hadoop, false).execute(place);
    }

    assertEquals(trials.get(1), end.best());
    assertEquals(
        List.of(
            "trial-001_stage-1",
            "trial-002_stage-1",
            "trial-003_stage-1",
            "trial-002_stage-2",
            "trial-002_stage-3"),
        results.readResults().stream().map(CellResult::cell).toList());
  }
}
