package dev.largo.compare;

import dev.largo.record.RunDirectory;
import dev.largo.train.AverageDirectory;
import dev.largo.train.Checkpoint;
import dev.largo.train.Checkpoints;
import dev.largo.train.EvaluationRecord;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;

/** The weights that a run has kept: its checkpoints and its averages. */
public final class KeptWeights {
  private final RunDirectory run;
  private final String name;
  private final Configuration hadoop;
  private final List<Checkpoint> checkpoints;

  /**
   * The weights of a run.
   *
   * @param name what the run is called among those compared
   * @throws ComparisonException if a checkpoint is not as it was written
   */
  public KeptWeights(RunDirectory run, String name, Configuration hadoop) throws IOException {
    this.run = run;
    this.name = name;
    this.hadoop = hadoop;
    checkpoints = new Checkpoints(run.path(), hadoop).all();
    for (Checkpoint checkpoint : checkpoints) {
      String defect = checkpoint.defect();
      if (defect != null) {
        throw new ComparisonException(
            "%s: checkpoint of step %d: %s; restore it, or remove its directory"
                .formatted(run.path(), checkpoint.step(), defect));
      }
    }
  }

  /** What the run is called. */
  public String name() {
    return name;
  }

  /**
   * The network, as Deeplearning4j's configuration JSON.
   *
   * @throws ComparisonException if the run has kept nothing
   */
  public String network() throws IOException {
    if (checkpoints.isEmpty()) {
      throw new ComparisonException(
          run.path() + ": has no checkpoint yet; let it train until checkpoint.every");
    }
    return checkpoints.get(0).configurationJson();
  }

  /** The checkpoints, oldest first. */
  public List<Entrant> checkpoints() {
    return checkpoints.stream()
        .map(
            checkpoint ->
                new Entrant(
                    new Candidate(name, Candidate.CHECKPOINT, checkpoint.step()),
                    () -> read(checkpoint),
                    false))
        .toList();
  }

  /** The averages. */
  public List<Entrant> averages() throws IOException {
    List<EvaluationRecord> evaluations = run.readEvaluations();
    List<Entrant> averages = new ArrayList<>();
    for (String average : AverageDirectory.names(run.path(), hadoop)) {
      long step =
          evaluations.stream()
              .filter(evaluation -> evaluation.weights().equals(average))
              .mapToLong(EvaluationRecord::step)
              .max()
              .orElse(0);
      averages.add(
          new Entrant(new Candidate(name, average, step), () -> readAverage(average), false));
    }
    return averages;
  }

  /**
   * The mean of each {@code size} checkpoints in a row.
   *
   * @throws ComparisonException if the run has kept fewer
   */
  public List<Entrant> windows(int size) {
    List<Entrant> all = checkpoints();
    if (all.size() < size) {
      throw new ComparisonException(
          "--windows %d: %s has kept %d checkpoints; train with checkpoint.keep = %d or more"
              .formatted(size, run.path(), all.size(), size));
    }
    List<Entrant> windows = new ArrayList<>();
    for (int end = size; end <= all.size(); end++) {
      List<Entrant> members = all.subList(end - size, end);
      long step = members.get(size - 1).candidate().step();
      windows.add(Entrant.mean(new Candidate(name, "window-" + size, step), members));
    }
    return windows;
  }

  private float[] read(Checkpoint checkpoint) throws IOException {
    try {
      return checkpoint.parameters();
    } catch (FileNotFoundException e) {
      throw new ComparisonException(
          "%s: checkpoint of step %d: is gone; the run goes on and keeps only the newest: compare again when it has ended"
              .formatted(run.path(), checkpoint.step()));
    }
  }

  private float[] readAverage(String average) throws IOException {
    try {
      return AverageDirectory.read(run.path(), average, hadoop);
    } catch (IOException e) {
      throw new ComparisonException(
          "%s: cannot be read (%s); restore it, or remove its directory"
              .formatted(AverageDirectory.file(run.path(), average), e.getMessage()));
    }
  }
}
