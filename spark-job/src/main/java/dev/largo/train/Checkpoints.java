package dev.largo.train;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/** The checkpoints of a run, in {@code RUN/checkpoints/step-NNNNNNNN/}. */
public final class Checkpoints {
  private static final Pattern NAME = Pattern.compile("step-(\\d{8,})");
  private static final Pattern DRAFT = Pattern.compile("\\.step-\\d{8,}(\\..+)?\\.draft");

  private final FileSystem fileSystem;
  private final Path directory;
  private final String attempt;

  /** The checkpoints of the run in a directory, of which there may be none yet. */
  public Checkpoints(Path run, Configuration hadoop) throws IOException {
    this(run, hadoop, "0");
  }

  /**
   * The checkpoints of a run, and the drafts of one attempt at it.
   *
   * @param attempt a name that tells attempts apart: what a worker left over from another one still
   *     writes goes elsewhere
   */
  public Checkpoints(Path run, Configuration hadoop, String attempt) throws IOException {
    fileSystem = Storage.of(run, hadoop);
    directory = new Path(run, "checkpoints");
    this.attempt = attempt;
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

  /** All of them, the oldest first, good or not. */
  public List<Checkpoint> all() throws IOException {
    List<Checkpoint> all = new ArrayList<>(newestFirst());
    Collections.reverse(all);
    return all;
  }

  /** Whether there is any, good or not. */
  public boolean exist() throws IOException {
    return !newestFirst().isEmpty();
  }

  /** A committed checkpoint, which is taken to be good. */
  public Checkpoint at(long step) {
    return new Checkpoint(fileSystem, directory(step), step);
  }

  /** Throws away all drafts, of whatever attempt; to be called before an attempt starts. */
  public void clearDrafts() throws IOException {
    if (fileSystem.exists(directory)) {
      for (FileStatus entry : fileSystem.listStatus(directory)) {
        if (DRAFT.matcher(entry.getPath().getName()).matches()) {
          fileSystem.delete(entry.getPath(), true);
        }
      }
    }
  }

  /** Writes a file of the draft of a step, measured on its way. */
  WrittenFile write(long step, String name, Storage.Content content) throws IOException {
    return Storage.writeMeasured(fileSystem, new Path(draft(step), name), content);
  }

  /**
   * Makes a complete draft the checkpoint of its step.
   *
   * @throws IOException if a file is missing, or not as long as was reported
   */
  void commit(long step, List<CheckpointPart> parts) throws IOException {
    Map<String, Long> lengths = lengths(step);
    for (CheckpointPart part : parts) {
      for (WrittenFile file : part.files()) {
        requireLength(part, file, lengths.get(file.name()));
      }
    }
    Checkpoint.writeManifest(
        fileSystem, draft(step), step, parts.stream().flatMap(p -> p.files().stream()).toList());
    // Only a checkpoint that was found bad can be there: a good one is never written again.
    fileSystem.delete(directory(step), true);
    Storage.rename(fileSystem, draft(step), directory(step));
  }

  /**
   * Removes all but the {@code keep} newest checkpoints up to a step. Later ones were passed over
   * as bad when the run was resumed, and go.
   */
  void prune(long step, int keep) throws IOException {
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

  /**
   * Of all files of a draft, by one listing: ranks may be many, and their files on a slow store.
   */
  private Map<String, Long> lengths(long step) throws IOException {
    Map<String, Long> lengths = new HashMap<>();
    try {
      for (FileStatus file : fileSystem.listStatus(draft(step))) {
        lengths.put(file.getPath().getName(), file.getLen());
      }
    } catch (FileNotFoundException e) {
      return Map.of(); // Its files are missed one by one.
    }
    return lengths;
  }

  private static void requireLength(CheckpointPart part, WrittenFile file, @Nullable Long found)
      throws IOException {
    String what =
        "%s of the checkpoint of step %d, by rank %d,"
            .formatted(file.name(), part.step(), part.rank());
    if (found == null) {
      throw new IOException(what + " is not where it was written");
    }
    if (found != file.bytes()) {
      throw new IOException(
          "%s has %d bytes, not the %d that were written".formatted(what, found, file.bytes()));
    }
  }

  /** Where a step's checkpoint is written before it is committed. */
  private Path draft(long step) {
    return new Path(directory, String.format(Locale.ROOT, ".step-%08d.%s.draft", step, attempt));
  }

  private Path directory(long step) {
    return new Path(directory, String.format(Locale.ROOT, "step-%08d", step));
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
