package dev.largo.command;

import dev.largo.record.RunDirectory;
import dev.largo.record.RunFiles;
import dev.largo.study.CellResult;
import dev.largo.study.StudyDirectory;
import dev.largo.train.Checkpoint;
import dev.largo.train.Checkpoints;
import dev.largo.train.EvaluationRecord;
import dev.largo.train.Storage;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The networks of a search's best trials side by side in {@code models/}, each named with its
 * validation accuracy: {@code top1-0.9061_trial-007_step-310.zip}.
 */
final class BestModels {
  private static final Pattern NAME = Pattern.compile("top1-.*_trial-(\\d{3,9})_step-\\d+\\.zip");

  private final Path folder;
  private final FileSystem fileSystem;
  private final Configuration hadoop;

  BestModels(StudyDirectory search, Configuration hadoop) throws IOException {
    folder = new Path(search.path(), "models");
    fileSystem = Storage.of(folder, hadoop);
    this.hadoop = hadoop;
  }

  /**
   * Copies the best kept checkpoint of each trial. Networks of trials that are no longer among them
   * go; those of trials whose runs or checkpoints are gone stay as they are.
   */
  void copy(List<CellResult> trials) throws IOException {
    Set<Integer> best = new HashSet<>();
    Map<Integer, String> found = new HashMap<>();
    for (CellResult trial : trials) {
      int number = Objects.requireNonNull(trial.trial());
      best.add(number);
      Optional<Scored> scored = best(new Path(folder.getParent(), trial.directory()));
      if (scored.isPresent()) {
        String name =
            String.format(
                Locale.ROOT,
                "top1-%.4f_trial-%03d_step-%d.zip",
                scored.get().top1(),
                number,
                scored.get().checkpoint().step());
        found.put(number, name);
        copy(scored.get().checkpoint().model(), new Path(folder, name));
      }
    }
    if (fileSystem.exists(folder)) {
      for (FileStatus file : fileSystem.listStatus(folder)) {
        String name = file.getPath().getName();
        Matcher model = NAME.matcher(name);
        if (model.matches()) {
          int trial = Integer.parseInt(model.group(1));
          if (!best.contains(trial) || !found.getOrDefault(trial, name).equals(name)) {
            fileSystem.delete(file.getPath(), false);
          }
        }
      }
    }
  }

  private record Scored(Checkpoint checkpoint, double top1) {}

  /** Of a run; empty where it is gone or has no checkpoint left. */
  private Optional<Scored> best(Path directory) throws IOException {
    if (!fileSystem.exists(directory)) {
      return Optional.empty();
    }
    RunDirectory run = RunDirectory.open(directory.toString(), hadoop);
    Map<Long, Double> top1 = new HashMap<>();
    for (EvaluationRecord evaluation : run.readEvaluations()) {
      if (evaluation.weights().equals(EvaluationRecord.CHECKPOINT)) {
        top1.put(evaluation.step(), evaluation.top1());
      }
    }
    List<Scored> scored = new ArrayList<>();
    for (Checkpoint checkpoint : new Checkpoints(run.path(), hadoop).all()) {
      Double share = top1.get(checkpoint.step());
      if (share != null && Double.isFinite(share)) {
        scored.add(new Scored(checkpoint, share));
      }
    }
    return scored.stream().max(Comparator.comparingDouble(Scored::top1));
  }

  private void copy(Path from, Path to) throws IOException {
    if (fileSystem.exists(to)) {
      return; // A trial is the same whenever it is trained.
    }
    RunFiles.replace(
        fileSystem,
        to,
        out -> {
          try (InputStream in = fileSystem.open(from)) {
            in.transferTo(out);
          }
        });
  }
}
