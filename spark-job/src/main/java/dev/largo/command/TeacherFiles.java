package dev.largo.command;

import dev.largo.config.DistillConfig;
import dev.largo.config.LargoConfig;
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
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Finds and reads the teachers of {@code distill.teachers}. */
final class TeacherFiles {
  private static final String KEY = "distill.teachers";

  /** Files keep constants in float32. */
  private static final double SAME = 1e-5;

  private TeacherFiles() {}

  /**
   * The configuration with a file for each teacher: a run's newest checkpoint may be another one
   * when this run is resumed.
   *
   * @param say told in one line of checkpoints that are passed over
   * @throws ModelException naming a teacher that is none, or is named twice
   */
  static LargoConfig resolve(LargoConfig config, Configuration hadoop, Consumer<String> say)
      throws ModelException {
    DistillConfig distill = config.distill();
    if (distill == null) {
      return config;
    }
    List<String> files = new ArrayList<>();
    Set<Path> found = new HashSet<>();
    for (String given : distill.teachers()) {
      try {
        Path file = file(given, hadoop, line -> say.accept(KEY + ": " + given + ": " + line));
        files.add(file.equals(new Path(given)) ? given : InputPaths.shown(file));
        if (!found.add(file.getFileSystem(hadoop).makeQualified(file))) {
          throw new ModelException(KEY + ": " + given + " is named twice; name it once");
        }
      } catch (IOException | IllegalArgumentException e) {
        throw unreadable(given, e);
      }
    }
    return config.taughtBy(new DistillConfig(files, distill.temperature(), distill.weight()));
  }

  /**
   * Reads the teachers of a configuration, which has a file for each.
   *
   * @param input shape of the data's images, which teachers must take
   * @param classes of the data, which they must tell apart
   * @param normalization by which they will see the images
   * @throws ModelException if one is missing, has no weights, or does not fit
   */
  static List<Network> read(
      LargoConfig config,
      Configuration hadoop,
      ImageShape input,
      int classes,
      Normalization normalization)
      throws ModelException {
    List<Network> teachers = new ArrayList<>();
    DistillConfig distill = config.distill();
    for (String file : distill == null ? List.<String>of() : distill.teachers()) {
      Network teacher = Networks.readOnly(KEY, file, input, classes, hadoop);
      if (!teacher.hasParameters()) {
        throw new ModelException(
            KEY + ": " + file + " has no weights; give the file of a trained network");
      }
      requireNormalization(file, hadoop, normalization);
      teachers.add(teacher.named("teacher")); // Those of one network are alike, whatever the file.
    }
    return teachers;
  }

  /** What tells teachers from others: the hash of each one's parameters. */
  static List<String> hashes(List<Network> teachers) {
    return teachers.stream()
        .map(teacher -> ParameterHash.sha256(teacher.initialParameters(0)))
        .toList();
  }

  private static Path file(String given, Configuration hadoop, Consumer<String> say)
      throws IOException, ModelException {
    Path path = new Path(given);
    FileSystem fileSystem = path.getFileSystem(hadoop);
    if (!fileSystem.exists(path) || !fileSystem.getFileStatus(path).isDirectory()) {
      return path; // Whoever opens it says what is wrong with it.
    }
    Path model = new Path(path, Checkpoint.MODEL);
    if (fileSystem.exists(model)) {
      return model;
    }
    Optional<Checkpoint> newest = new Checkpoints(path, hadoop).newestGood(say);
    return newest
        .map(Checkpoint::model)
        .orElseThrow(
            () ->
                new ModelException(
                    "%s: %s is not the directory of a checkpoint or an average, nor of a run with a whole checkpoint; give one, or a network file"
                        .formatted(KEY, given)));
  }

  private static void requireNormalization(
      String given, Configuration hadoop, Normalization normalization) throws ModelException {
    Path file = new Path(given);
    Optional<Normalization> own;
    try (InputStream in = new BufferedInputStream(file.getFileSystem(hadoop).open(file))) {
      own = ModelArchive.readNormalization(in);
    } catch (IOException | IllegalArgumentException e) {
      throw unreadable(given, e);
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

  private static ModelException unreadable(String given, Exception e) {
    String reason = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    return new ModelException(
        "%s: %s cannot be read: %s"
            .formatted(KEY, given, reason.lines().findFirst().orElse(reason)),
        e);
  }
}
