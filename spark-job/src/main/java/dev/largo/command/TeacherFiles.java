package dev.largo.command;

import dev.largo.config.DistillConfig;
import dev.largo.data.ImageShape;
import dev.largo.data.Normalization;
import dev.largo.model.ModelArchive;
import dev.largo.model.ModelException;
import dev.largo.model.Network;
import dev.largo.model.Networks;
import dev.largo.train.Checkpoint;
import dev.largo.train.Checkpoints;
import dev.largo.train.ParameterHash;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/** Finds and reads the teachers of {@code distill.teachers}. */
final class TeacherFiles {
  private static final String KEY = "distill.teachers";

  /** Files keep constants in float32. */
  private static final double SAME = 1e-5;

  private final Configuration hadoop;
  private final ImageShape input;
  private final int classes;
  private final Normalization normalization;

  private TeacherFiles(
      Configuration hadoop, ImageShape input, int classes, Normalization normalization) {
    this.hadoop = hadoop;
    this.input = input;
    this.classes = classes;
    this.normalization = normalization;
  }

  /**
   * Reads the teachers of a configuration.
   *
   * @param input shape of the data's images, which teachers must take
   * @param classes of the data, which they must tell apart
   * @param normalization by which they will see the images
   * @throws ModelException if one is missing, has no weights, or does not fit
   */
  static List<Network> read(
      @Nullable DistillConfig config,
      Configuration hadoop,
      ImageShape input,
      int classes,
      Normalization normalization)
      throws IOException, ModelException {
    List<Network> teachers = new ArrayList<>();
    if (config != null) {
      TeacherFiles files = new TeacherFiles(hadoop, input, classes, normalization);
      for (String teacher : config.teachers()) {
        teachers.add(files.read(teacher));
      }
    }
    return teachers;
  }

  /** What tells teachers from others: the hash of each one's parameters. */
  static List<String> hashes(List<Network> teachers) {
    return teachers.stream()
        .map(teacher -> ParameterHash.sha256(teacher.initialParameters(0)))
        .toList();
  }

  private Network read(String given) throws IOException, ModelException {
    Path file = file(given);
    Network teacher = Networks.given(KEY, file.toString(), input, classes, hadoop);
    if (!teacher.hasParameters()) {
      throw new ModelException(
          KEY + ": " + given + " has no weights; give the file of a trained network");
    }
    if (file.getName().endsWith(".zip")) {
      requireNormalization(given, file);
    }
    return teacher;
  }

  private Path file(String given) throws IOException, ModelException {
    Path path = new Path(given);
    FileSystem fileSystem = path.getFileSystem(hadoop);
    if (!fileSystem.exists(path) || !fileSystem.getFileStatus(path).isDirectory()) {
      return path; // Whoever opens it says what is wrong with it.
    }
    Path model = new Path(path, Checkpoint.MODEL);
    if (fileSystem.exists(model)) {
      return model;
    }
    Optional<Checkpoint> newest = new Checkpoints(path, hadoop).newestGood(defect -> {});
    return newest
        .map(Checkpoint::model)
        .orElseThrow(
            () ->
                new ModelException(
                    "%s: %s is not the directory of a checkpoint or an average, nor of a run with a whole checkpoint; give one, or a network file"
                        .formatted(KEY, given)));
  }

  private void requireNormalization(String given, Path file) throws IOException, ModelException {
    Optional<Normalization> own;
    try (InputStream in = new BufferedInputStream(file.getFileSystem(hadoop).open(file))) {
      own = ModelArchive.readNormalization(in);
    }
    if (own.isPresent()
        && !(alike(own.get().mean(), normalization.mean())
            && alike(own.get().std(), normalization.std()))) {
      throw new ModelException(
          "%s: %s saw images normalized by mean %s, std %s, this run's are by %s, %s; set data.normalize to the teacher's"
              .formatted(
                  KEY,
                  given,
                  own.get().mean(),
                  own.get().std(),
                  normalization.mean(),
                  normalization.std()));
    }
  }

  private static boolean alike(List<Double> one, List<Double> other) {
    if (one.size() != other.size()) {
      return false;
    }
    for (int i = 0; i < one.size(); i++) {
      if (Math.abs(one.get(i) - other.get(i)) > SAME * Math.max(1, Math.abs(other.get(i)))) {
        return false;
      }
    }
    return true;
  }
}
