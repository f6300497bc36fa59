package dev.largo.command;

import dev.largo.config.ConfigException;
import dev.largo.config.LargoConfig;
import dev.largo.config.MlflowConfig;
import dev.largo.record.RunDirectory;
import dev.largo.record.RunInfo;
import dev.largo.report.Tracker;
import dev.largo.report.mlflow.Credentials;
import dev.largo.report.mlflow.MlflowRecorder;
import dev.largo.report.mlflow.Shown;
import dev.largo.report.tensorboard.TensorBoardRecorder;
import dev.largo.study.StudyDirectory;
import dev.largo.train.RunMonitor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/** What shows a run, a study or a search while it goes on, as its configuration wants it. */
final class Trackers implements AutoCloseable {
  private final List<Tracker> trackers;

  private Trackers(List<Tracker> trackers) {
    this.trackers = trackers;
  }

  /**
   * Those of a run that begins or goes on.
   *
   * @param done steps already made
   */
  static Trackers of(
      LargoConfig config, RunDirectory run, RunInfo info, long done, Console console) {
    List<Tracker> trackers = new ArrayList<>();
    if (config.metrics().tensorboard()) {
      trackers.add(new TensorBoardRecorder(run, info.start(), done));
    }
    MlflowConfig mlflow = config.metrics().mlflow();
    if (mlflow != null) {
      trackers.add(new MlflowRecorder(mlflow, credentials(), Shown.of(run, info), console::say));
    }
    return new Trackers(trackers);
  }

  /**
   * Those of a study or a search that begins or goes on, under which they show its runs too.
   *
   * @param configs of its runs, or of the first of them
   */
  static Trackers of(
      List<LargoConfig> configs, StudyDirectory study, Configuration hadoop, Console console)
      throws IOException, InterruptedException {
    List<Tracker> trackers = new ArrayList<>();
    for (MlflowConfig mlflow : servers(configs)) {
      MlflowRecorder recorder =
          new MlflowRecorder(mlflow, credentials(), Shown.of(study, hadoop), console::say);
      // Its runs look for it when they begin.
      recorder.awaitBegin();
      trackers.add(recorder);
    }
    return new Trackers(trackers);
  }

  /**
   * Makes sure, before anything is trained, that a run can be shown.
   *
   * @param directory of the run, there or not
   * @param warn told if no server answers; null, where nothing has begun: that is refused
   * @throws ConfigException if not
   */
  static void require(
      LargoConfig config, Path directory, Configuration hadoop, @Nullable Consumer<String> warn)
      throws IOException {
    MlflowConfig mlflow = config.metrics().mlflow();
    if (mlflow != null) {
      MlflowRecorder.requireServer(mlflow, credentials(), directory, hadoop, warn);
    }
  }

  /** The same for a study or a search, whichever has begun or not. */
  static void require(
      List<LargoConfig> configs, StudyDirectory study, Configuration hadoop, Console console)
      throws IOException {
    Consumer<String> warn = study.readConfig().isPresent() ? console::say : null;
    for (MlflowConfig mlflow : servers(configs)) {
      MlflowRecorder.requireServer(mlflow, credentials(), study.path(), hadoop, warn);
    }
  }

  /** At most one: all runs of a study are shown at one place. */
  private static List<MlflowConfig> servers(List<LargoConfig> configs) {
    Set<MlflowConfig> servers = new LinkedHashSet<>();
    for (LargoConfig config : configs) {
      MlflowConfig mlflow = config.metrics().mlflow();
      if (mlflow != null) {
        servers.add(mlflow);
      }
    }
    if (servers.size() > 1) {
      throw new ConfigException(
          List.of("metrics.mlflow: must be the same for all runs of a study or search"));
    }
    return List.copyOf(servers);
  }

  private static Credentials credentials() {
    return Credentials.of(System.getenv());
  }

  /** All of them at once. */
  RunMonitor monitor() {
    return RunMonitor.all(List.copyOf(trackers));
  }

  /** No more will be recorded. */
  void trained() {
    trackers.forEach(Tracker::trained);
  }

  /** The run has ended, and its page is written. */
  void ended(RunInfo.Status how) {
    trackers.forEach(tracker -> tracker.ended(how));
  }

  @Override
  public void close() {
    trackers.forEach(Tracker::close);
  }
}
