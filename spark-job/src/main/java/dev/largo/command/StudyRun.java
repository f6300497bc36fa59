package dev.largo.command;

import dev.largo.config.ConfigException;
import dev.largo.config.ConfigTemplate;
import dev.largo.config.DataConfig;
import dev.largo.config.LargoConfig;
import dev.largo.data.format.DataSets;
import dev.largo.record.RunClaim;
import dev.largo.record.RunInfo;
import dev.largo.report.ScalingTable;
import dev.largo.report.StudyTable;
import dev.largo.report.study.StudyPlan;
import dev.largo.spark.preflight.Demand;
import dev.largo.study.Cell;
import dev.largo.study.CellResult;
import dev.largo.study.CellSummary;
import dev.largo.study.Study;
import dev.largo.study.StudyDirectory;
import dev.largo.study.StudyInfo;
import dev.largo.study.Trial;
import dev.largo.study.Tuning;
import dev.largo.study.scaling.ScalingStudy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToIntFunction;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.package$;

/** Carries out a study in its directory: its searches, if it has any, then its cells. */
final class StudyRun {
  private final Study study;
  private final StudyDirectory directory;
  private final Console console;
  private final Configuration hadoop;
  private final boolean retryFailed;

  /**
   * A study that is begun, or gone on with.
   *
   * @param retryFailed whether cells that something ended are tried again
   */
  StudyRun(Study study, Console console, Configuration hadoop, boolean retryFailed)
      throws IOException {
    this.study = study;
    this.console = console;
    this.hadoop = hadoop;
    this.retryFailed = retryFailed;
    directory = StudyDirectory.ofStudy(study.runs(), study.name(), hadoop);
  }

  /** Tells sizes of training sets. */
  static ToIntFunction<DataConfig> samples(Configuration hadoop) {
    return data -> {
      try {
        return DataSets.open(data, hadoop).train().size();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    };
  }

  /**
   * Runs it.
   *
   * @param template what the study was made of
   * @return the exit status
   */
  int execute(ConfigTemplate template) throws IOException, InterruptedException {
    List<LargoConfig> configs = new ArrayList<>();
    study.cells().forEach(cell -> configs.add(cell.config()));
    // Cells have what their searches have drawn.
    study.tunings().forEach(tuning -> configs.addAll(tuning.search().widest()));
    Demand demand = ClusterCheck.demand(configs, study.parallel(), "study.parallel");
    Trackers.require(configs, directory, hadoop, console);
    // Refuses what is something else before anything is written into it.
    Optional<String> before = directory.readConfig();
    RunClaim claim = directory.claim();
    try (claim) {
      begin(template, before);
      try (Trackers trackers = Trackers.of(configs, directory, hadoop, console)) {
        return execute(demand, trackers);
      }
    }
  }

  private void begin(ConfigTemplate template, Optional<String> before) throws IOException {
    int cells = study.cells().size();
    if (before.isEmpty()) {
      directory.begin(
          StudyInfo.started(package$.MODULE$.SPARK_VERSION(), cells, Instant.now()),
          template.render());
      int searches = study.tunings().size();
      console.say("cells: " + cells + (searches == 0 ? "" : ", searches before them: " + searches));
      return;
    }
    String config = directory.shown() + "/config.conf";
    ConfigTemplate then = ConfigTemplate.load(config, before.get(), List.of());
    if (!then.study().budget().equals(template.study().budget())) {
      // Cells would differ in keys that their budget has set.
      throw new ConfigException(
          List.of(
              "study.budget: is not what it is in %s; choose another name, or put it back"
                  .formatted(config)));
    }
    Study earlier = Study.of(then, samples(hadoop));
    study.requireToGoOn(earlier, directory.shown());
    int added = cells - earlier.cells().size();
    int finished = directory.readResults().size();
    directory.begin(
        directory.readInfo().with(RunInfo.Status.RUNNING, cells, finished, null),
        template.render());
    console.say(
        "going on with %s: %d of %d cells are finished%s"
            .formatted(
                directory.shown(), finished, cells, added == 0 ? "" : ", " + added + " are new"));
  }

  private int execute(Demand demand, Trackers trackers) throws IOException, InterruptedException {
    Optional<List<CellResult>> results;
    try (Workplace place =
        new Workplace(
            study.name(),
            SparkContexts.givenMaster(),
            demand,
            () ->
                console.say(
                    "stopping this run after its step, with a checkpoint; again to kill"))) {
      try {
        results = train(place);
      } catch (IOException | InterruptedException | RuntimeException | Error e) {
        end(RunInfo.Status.FAILED, trackers);
        throw e;
      }
    }
    if (results.isEmpty()) {
      end(RunInfo.Status.INTERRUPTED, trackers);
      console.say("stopped; go on with: largo study %s/config.conf".formatted(directory.shown()));
      return ExitStatus.INTERRUPTED;
    }
    end(RunInfo.Status.COMPLETED, trackers);
    print(results.get());
    boolean failed = results.get().stream().anyMatch(r -> r.status() == CellResult.Status.FAILED);
    if (failed) {
      console.say("some cells failed; try them again with --retry-failed");
    }
    return failed ? ExitStatus.FAILED : ExitStatus.DONE;
  }

  private void print(List<CellResult> results) throws IOException {
    StudyPlan plan = StudyPlan.of(directory.readConfig().orElseThrow());
    StudyTable.print(console.out(), results, plan::variant, study.target() != null);
    for (ScalingStudy scaling : ScalingStudy.of(directory, results)) {
      ScalingTable.print(console.out(), scaling);
    }
    console.out().println("study: " + directory.shown());
  }

  private void end(RunInfo.Status how, Trackers trackers) throws IOException {
    try {
      directory.writeInfo(
          directory
              .readInfo()
              .with(how, study.cells().size(), directory.readResults().size(), Instant.now()));
      StudyReport.refresh(directory, console::say);
    } finally {
      trackers.ended(how);
    }
  }

  /** The results of all cells; empty if the user asked for a stop. */
  private Optional<List<CellResult>> train(Workplace place)
      throws IOException, InterruptedException {
    CellResults results = new CellResults(directory);
    if (retryFailed) {
      results.dropFailed();
    }
    Map<String, Cell> tuned = new HashMap<>();
    Set<String> hopeless = new HashSet<>();
    for (Tuning tuning : study.tunings()) {
      SearchRun search = new SearchRun(tuning.search(), console, hadoop, retryFailed);
      SearchRun.End end = search.execute(place);
      if (end.status() == RunInfo.Status.INTERRUPTED) {
        return Optional.empty();
      }
      if (end.best() == null) {
        hopeless.addAll(tuning.cells());
      } else {
        tell(tuning, end.best());
        tuned.putAll(tuning.with(end.best()));
      }
    }
    List<Cell> cells =
        study.cells().stream().map(cell -> tuned.getOrDefault(cell.name(), cell)).toList();
    results.expect(cells);
    List<Cell> trainable = new ArrayList<>();
    for (Cell cell : cells) {
      if (!hopeless.contains(cell.name())) {
        trainable.add(cell);
      } else if (results.of(cell) == null) {
        giveUp(cell, results);
      }
    }
    return new CellRuns(directory, results, place, hadoop, console, study.target())
        .run(trainable, result -> result)
        .map(trained -> results.all());
  }

  private void giveUp(Cell cell, CellResults results) throws IOException {
    String error = "its search found nothing that can be trained";
    CellResult failed = CellSummary.unbegun(cell, StudyDirectory.CELLS, error);
    console.say(StudyTable.line(failed));
    results.put(failed);
  }

  private void tell(Tuning tuning, Trial best) {
    console.say("%s: %s".formatted(tuning.search().name(), best.values()));
    tuning.search().edges(best).forEach(warning -> console.say("warning: " + warning));
  }
}
