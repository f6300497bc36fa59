package dev.largo.train;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** The checkpoints of a run, in {@code RUN/checkpoints/step-NNNNNNNN/}. */
public final class Checkpoints {
  private static final Pattern NAME = Pattern.compile("step-(\\d{8,})");
  private static final Pattern DRAFT = Pattern.compile("\\.step-\\d{8,}\\.draft");

  private final FileSystem fileSystem;
  private final Path directory;

  /** The checkpoints of the run in a directory, of which there may be none yet. */
  public Checkpoints(Path run, Configuration hadoop) throws IOException {
    fileSystem = Storage.of(run, hadoop);
    directory = new Path(run, "checkpoints");
  }

  /**
   * The newest checkpoint whose files are all as they were written.
   *
   * @param warning told in one line of each newer one that is not
   * @throws IOException if the file system fails, since a checkpoint it hides may be good
   */
  public Optional<Checkpoint> newestGood(Consumer<String> warning) throws IOException {
    for (Checkpoint checkpoint : newestFirst()) {
      String defect = checkpoint.defect();
      if (defect == null) {
        return Optional.of(checkpoint);
      }
      warning.accept("checkpoint of step " + checkpoint.step() + " is passed over: " + defect);
    }
    return Optional.empty();
  }

  /** Whether there is any, good or not. */
  public boolean exist() throws IOException {
    return !newestFirst().isEmpty();
  }

  /** A committed checkpoint, which is taken to be good. */
  public Checkpoint at(long step) {
    return new Checkpoint(fileSystem, directory(step), step);
  }

  FileSystem fileSystem() {
    return fileSystem;
  }

  /** Where a step's checkpoint is written before it is committed. */
  Path draft(long step) {
    return new Path(directory, String.format(".step-%08d.draft", step));
  }

  /** Starts a draft; what interrupted ones left is thrown away. */
  void begin(long step) throws IOException {
    if (fileSystem.exists(directory)) {
      for (FileStatus entry : fileSystem.listStatus(directory)) {
        if (DRAFT.matcher(entry.getPath().getName()).matches()) {
          fileSystem.delete(entry.getPath(), true);
        }
      }
    }
    fileSystem.mkdirs(draft(step));
  }

  /**
   * Makes a complete draft the newest checkpoint, then removes all but the {@code keep} newest of
   * those up to it. Later ones were passed over as bad when the run was resumed, and go.
   */
  void commit(long step, int keep) throws IOException {
    Checkpoint.writeManifest(fileSystem, draft(step), step);
    // Only a checkpoint that was found bad can be there: a good one is never written again.
    fileSystem.delete(directory(step), true);
    Storage.rename(fileSystem, draft(step), directory(step));
    List<Checkpoint> present = newestFirst();
    int first = 0;
    while (present.get(first).step() > step) {
      first++;
    }
    for (int i = 0; i < present.size(); i++) {
      if (i < first || i >= first + keep) {
        fileSystem.delete(directory(present.get(i).step()), true);
      }
    }
  }

  private Path directory(long step) {
    return new Path(directory, String.format("step-%08d", step));
  }

  private List<Checkpoint> newestFirst() throws IOException {
    List<Checkpoint> found = new ArrayList<>();
    try {
      for (FileStatus entry : fileSystem.listStatus(directory)) {
        Matcher name = NAME.matcher(entry.getPath().getName());
        if (name.matches()) {
          found.add(at(Long.parseLong(name.group(1))));
        }
      }
    } catch (FileNotFoundException e) {
      return List.of();
    }
    found.sort(Comparator.comparingLong(Checkpoint::step).reversed());
    return found;
  }
}
