package dev.largo.record;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.largo.config.ConfigException;
import dev.largo.config.ConfigLoader;
import dev.largo.config.LargoConfig;
import dev.largo.data.BadSample;
import dev.largo.train.EvaluationRecord;
import dev.largo.train.ReplicaDirectory;
import dev.largo.train.StepRecord;
import dev.largo.train.Storage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;

/**
 * The directory of one run, on whatever file system Hadoop opens.
 *
 * <pre>{@code
 * RunDirectory run = RunDirectory.create(config, hadoop);
 * run.writeInfo(info);
 * try (RunRecorder recorder = run.recorder()) {
 *   train(config, recorder);
 * }
 * run.writeInfo(info.completed(steps, sha256, clock.instant()));
 * }</pre>
 */
public final class RunDirectory {
  private static final String CONFIG = "config.conf";

  private static final String INFO = "run.json";

  /** Of a run that was killed before it had begun. */
  private static final Set<String> LEFT_BEHIND =
      Set.of(CONFIG, RunClaim.LOCK, RunFiles.temporary(new Path("/" + INFO)).getName());

  private final FileSystem fileSystem;
  private final Path path;

  private RunDirectory(FileSystem fileSystem, Path path) {
    this.fileSystem = fileSystem;
    this.path = path;
  }

  /** Where the directory of a run is, or is to be. */
  public static Path place(LargoConfig config) {
    return new Path(new Path(config.runs()), config.name());
  }

  /**
   * Refuses a run whose directory exists, before any work is done for it.
   *
   * @throws ConfigException where it exists already
   */
  public static void requireAbsent(LargoConfig config, Configuration hadoop) throws IOException {
    Path given = place(config);
    boolean exists;
    try {
      exists = Storage.of(given, hadoop).exists(given);
    } catch (IOException e) {
      throw unusable(config, given, "reached", e);
    }
    if (exists) {
      throw existsAlready(config.name(), given);
    }
  }

  /**
   * Makes the directory {@code runs/name} with its {@code config.conf}.
   *
   * @throws ConfigException where it exists already or cannot be made
   */
  public static RunDirectory create(LargoConfig config, Configuration hadoop) throws IOException {
    Path given = place(config);
    FileSystem fileSystem = Storage.of(given, hadoop);
    RunDirectory run = new RunDirectory(fileSystem, fileSystem.makeQualified(given));
    if (fileSystem.exists(run.path)) {
      throw existsAlready(config.name(), given);
    }
    // Of two runs that start at the same time one makes the directory, or, where a file system
    // makes it for both, the file.
    if (fileSystem instanceof RawLocalFileSystem) {
      makeLocally(config, fileSystem, run.path);
    }
    try (FSDataOutputStream out = fileSystem.create(run.file(CONFIG), false)) {
      out.write(ConfigLoader.render(config).getBytes(StandardCharsets.UTF_8));
    } catch (FileAlreadyExistsException e) {
      throw existsAlready(config.name(), given);
    } catch (IOException e) {
      throw unusable(config, given, "made", e);
    }
    return run;
  }

  private static void makeLocally(LargoConfig config, FileSystem fileSystem, Path path)
      throws IOException {
    java.nio.file.Path directory = java.nio.file.Path.of(path.toUri().getPath());
    try {
      Files.createDirectories(requireNonNull(directory.getParent()));
      Files.createDirectory(directory);
    } catch (java.nio.file.FileAlreadyExistsException e) {
      if (fileSystem.exists(path)) {
        throw existsAlready(config.name(), path);
      }
      throw unusable(config, path, "made", e);
    } catch (IOException e) {
      throw unusable(config, path, "made", e);
    }
  }

  private static ConfigException unusable(
      LargoConfig config, Path path, String verb, IOException why) {
    return new ConfigException(
        List.of(
            "runs = %s: %s cannot be %s (%s: %s); give a directory that can be written to"
                .formatted(
                    config.runs(),
                    path,
                    verb,
                    why.getClass().getSimpleName(),
                    String.valueOf(why.getMessage()).lines().findFirst().orElse(""))));
  }

  private static ConfigException existsAlready(String name, Path path) {
    return new ConfigException(
        List.of(
            "name = "
                + name
                + ": the run directory "
                + path
                + " exists already; choose another name, remove it, or continue it with: largo resume "
                + path));
  }

  /**
   * Whether a run of this name has begun, so that it can be resumed. What a process left that was
   * killed before it had written {@code run.json}, a configuration at most, is cleared away.
   */
  public static boolean hasBegun(LargoConfig config, Configuration hadoop) throws IOException {
    Path path = place(config);
    FileSystem fileSystem = Storage.of(path, hadoop);
    if (fileSystem.exists(new Path(path, INFO))) {
      return true;
    }
    if (fileSystem.exists(path)) {
      for (FileStatus file : fileSystem.listStatus(path)) {
        if (!LEFT_BEHIND.contains(file.getPath().getName())) {
          return true;
        }
      }
      fileSystem.delete(path, true);
    }
    return false;
  }

  /**
   * Opens the directory of an earlier run.
   *
   * @param uri a local path or any Hadoop URI
   * @throws ConfigException where there is no run
   */
  public static RunDirectory open(String uri, Configuration hadoop) throws IOException {
    Path given = new Path(uri);
    FileSystem fileSystem = Storage.of(given, hadoop);
    RunDirectory run = new RunDirectory(fileSystem, fileSystem.makeQualified(given));
    if (!fileSystem.exists(run.file(CONFIG))) {
      String what = fileSystem.exists(given) ? "has no " + CONFIG : "does not exist";
      throw new ConfigException(
          List.of(uri + ": " + what + "; give the directory of a run, such as runs/quickstart"));
    }
    return run;
  }

  /**
   * Claims the run for this process.
   *
   * @throws ConfigException if another one trains in it
   */
  public RunClaim claim() throws IOException {
    return RunClaim.of(fileSystem, path, metrics());
  }

  /** The qualified path, with its scheme. */
  public Path path() {
    return path;
  }

  /** The file system that holds the directory; for local files the raw one. */
  public FileSystem fileSystem() {
    return fileSystem;
  }

  /** The configuration that the run was started with. */
  public LargoConfig readConfig() throws IOException {
    return ConfigLoader.load(file(CONFIG).toString(), readConfigText(), List.of());
  }

  /** The text of {@code config.conf}. */
  public String readConfigText() throws IOException {
    return new String(RunFiles.read(fileSystem, file(CONFIG)), StandardCharsets.UTF_8);
  }

  /** Replaces {@code run.json}; a reader sees the old text or the new, never a part. */
  public void writeInfo(RunInfo info) throws IOException {
    RunFiles.replace(fileSystem, info(), RecordJson.pretty(info));
  }

  /** Whether there is a {@code run.json}: the run has begun. */
  public boolean hasInfo() throws IOException {
    return fileSystem.exists(info());
  }

  /**
   * Reads {@code run.json}.
   *
   * @throws ConfigException where it is missing or no JSON of a run
   */
  public RunInfo readInfo() throws IOException {
    if (!hasInfo()) {
      throw new ConfigException(
          List.of(
              info() + ": missing, so the run never began; remove its directory, and train again"));
    }
    try {
      return RecordJson.MAPPER.readValue(RunFiles.read(fileSystem, info()), RunInfo.class);
    } catch (JsonProcessingException e) {
      throw new ConfigException(
          List.of(info() + ": not what Largo wrote (" + e.getOriginalMessage() + "); restore it"));
    }
  }

  /** Opens the JSON lines to write behind what they hold. One at a time. */
  public RunRecorder recorder() throws IOException {
    return new RunRecorder(this);
  }

  /**
   * Prepares the JSON lines for a resume: drops lines of steps after {@code step}, that of the
   * checkpoint, its evaluation, which is made again, and lines that a crash has torn. Each file is
   * replaced in one go.
   */
  public void truncateAfter(long step) throws IOException {
    JsonLines.truncateAfter(fileSystem, metrics(), step);
    JsonLines.truncateAfter(fileSystem, layers(), step);
    JsonLines.truncateAfter(fileSystem, histograms(), step);
    JsonLines.truncateAfter(fileSystem, evaluations(), step - 1);
  }

  /** The steps so far, in their order; a figure that was not finite is NaN. */
  public List<StepRecord> readSteps() throws IOException {
    return JsonLines.read(fileSystem, metrics(), StepRecord.class);
  }

  /** The evaluations so far, in their order; a figure that was not finite is NaN. */
  public List<EvaluationRecord> readEvaluations() throws IOException {
    return JsonLines.read(fileSystem, evaluations(), EvaluationRecord.class);
  }

  /**
   * Writes down what the phases of a SWAP run took; to be called when the average is made.
   *
   * @param replicas of the run
   * @param stepsPerEpoch of the training before them
   * @param averagingSeconds what the last phase took
   */
  public List<PhaseRecord> writePhases(int replicas, int stepsPerEpoch, double averagingSeconds)
      throws IOException {
    List<PhaseRecord> phases =
        new Phases(
                readSteps(),
                ReplicaDirectory.read(path, fileSystem.getConf(), replicas),
                readEvaluations())
            .records(stepsPerEpoch, averagingSeconds);
    JsonLines.replace(fileSystem, phases(), phases);
    return phases;
  }

  /** The samples that could not be read and were skipped. */
  public List<BadSample> readBadSamples() throws IOException {
    return JsonLines.read(fileSystem, badSamples(), BadSample.class);
  }

  /** What the run has recorded, to be read through. */
  public RunRecords records() {
    return new RunRecords(this);
  }

  /**
   * Replaces {@code report.html}; a reader sees the old page or the new, never a part.
   *
   * @return where it is
   */
  public Path writeReport(Storage.Content page) throws IOException {
    Path report = file("report.html");
    RunFiles.replace(fileSystem, report, page);
    return report;
  }

  Path metrics() {
    return file("metrics.jsonl");
  }

  Path layers() {
    return file("layers.jsonl");
  }

  Path histograms() {
    return file("histograms.jsonl");
  }

  Path evaluations() {
    return file("evaluations.jsonl");
  }

  Path badSamples() {
    return file("bad-samples.jsonl");
  }

  Path recoveries() {
    return file("recoveries.jsonl");
  }

  Path phases() {
    return file("phases.jsonl");
  }

  private Path info() {
    return file(INFO);
  }

  private Path file(String name) {
    return new Path(path, name);
  }
}
