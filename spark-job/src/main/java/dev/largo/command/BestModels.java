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
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The networks of a search's best trials side by side in {@code models/}, each named with its
 * validation accuracy: {@code top1-0.9061_trial-007_step-310.zip}.
 */
final class BestModels {
  private final Path folder;
  private final FileSystem fileSystem;
  private final Configuration hadoop;

  BestModels(StudyDirectory search, Configuration hadoop) throws IOException {
    folder = new Path(search.path(), "models");
    fileSystem = Storage.of(folder, hadoop);
    this.hadoop = hadoop;
  }

  /** Copies the best kept checkpoint of each trial; those of an earlier end of the search go. */
  void copy(List<CellResult> trials) throws IOException {
    Set<String> copied = new HashSet<>();
    for (CellResult trial : trials) {
      RunDirectory run =
          RunDirectory.open(new Path(folder.getParent(), trial.directory()).toString(), hadoop);
      Optional<Scored> best = best(run);
      if (best.isPresent()) {
        String name =
            String.format(
                Locale.ROOT,
                "top1-%.4f_trial-%03d_step-%d.zip",
                best.get().top1(),
                trial.trial(),
                best.get().checkpoint().step());
        copy(best.get().checkpoint().model(), new Path(folder, name));
        copied.add(name);
      }
    }
    if (fileSystem.exists(folder)) {
      for (FileStatus file : fileSystem.listStatus(folder)) {
        if (!copied.contains(file.getPath().getName())) {
          fileSystem.delete(file.getPath(), false);
        }
      }
    }
  }

  private record Scored(Checkpoint checkpoint, double top1) {}

  private Optional<Scored> best(RunDirectory run) throws IOException {
    Map<Long, Double> top1 = new HashMap<>();
    for (EvaluationRecord evaluation : run.readEvaluations()) {
      if (evaluation.weights().equals(EvaluationRecord.CHECKPOINT)) {
        top1.put(evaluation.step(), evaluation.top1());
      }
    }
    List<Scored> scored = new ArrayList<>();
    for (Checkpoint checkpoint : new Checkpoints(run.path(), hadoop).all()) {
      Double share = top1.get(checkpoint.step());
      if (share != null) {
        scored.add(new Scored(checkpoint, share));
      }
    }
    return scored.stream().max(Comparator.comparingDouble(Scored::top1));
  }

  private void copy(Path from, Path to) throws IOException {
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
