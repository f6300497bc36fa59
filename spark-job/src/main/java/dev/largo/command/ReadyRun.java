package dev.largo.command;

import dev.largo.config.LargoConfig;
import dev.largo.model.ModelException;
import dev.largo.record.RunDirectory;
import dev.largo.record.RunInfo;
import dev.largo.spark.Outcome;
import dev.largo.spark.preflight.Demand;
import dev.largo.train.Checkpoint;
import dev.largo.train.Checkpoints;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;

/** A run that is ready to train: a new one, or one as its newest checkpoint left it. */
final class ReadyRun {
  private final Preparation prepared;
  private final RunDirectory directory;
  private final RunInfo info;
  private final long done;
  private final float[] parameters;

  /**
   * A run.
   *
   * @param info what {@code run.json} is to say
   * @param done steps already made
   * @param parameters what to go on from
   */
  private ReadyRun(
      Preparation prepared, RunDirectory directory, RunInfo info, long done, float[] parameters) {
    this.prepared = prepared;
    this.directory = directory;
    this.info = info;
    this.done = done;
    this.parameters = parameters;
  }

  /**
   * Makes the directory of a new run, when everything about it has been checked.
   *
   * @param given its configuration, teachers as the user named them
   * @param demand of the command that it is a run of
   * @param say told what is worth knowing
   */
  static ReadyRun started(
      LargoConfig given, Configuration hadoop, Demand demand, Consumer<String> say)
      throws IOException, ModelException {
    LargoConfig config = TeacherFiles.resolve(given, hadoop, say);
    Preparation prepared = Preparation.of(config, hadoop, demand.runs());
    ClusterCheck.check(prepared, demand, say);
    float[] parameters = prepared.network().initialParameters(config.seed());
    RunDirectory directory = RunDirectory.create(config, hadoop);
    return new ReadyRun(prepared, directory, prepared.started(Instant.now()), 0, parameters);
  }

  /**
   * Goes back to the newest good checkpoint of a claimed run, or to its beginning.
   *
   * @param shown the run's directory as the user named it
   * @param info what {@code run.json} says
   * @param demand of the command that it is a run of
   * @throws RequestException if it is no longer the run that was begun
   */
  static ReadyRun resumed(
      RunDirectory directory,
      String shown,
      RunInfo info,
      Preparation prepared,
      Demand demand,
      Consumer<String> say)
      throws IOException {
    if (!prepared.fingerprint().equals(info.dataFingerprint())) {
      throw new RequestException(
          shown
              + ": data.train or data.validation is not what the run was trained on; put it back");
    }
    if (!TeacherFiles.hashes(prepared.teachers()).equals(info.teachersSha256())) {
      throw new RequestException(
          shown + ": distill.teachers are not those that the run was started with; put them back");
    }
    ClusterCheck.check(prepared, demand, say);
    ResumeCommand.decoderChange(info.versions().imageDecoder(), prepared.imageDecoder())
        .ifPresent(say);
    Checkpoints checkpoints = new Checkpoints(directory.path(), prepared.hadoop());
    Optional<Checkpoint> newest = checkpoints.newestGood(say);
    if (newest.isEmpty() && checkpoints.exist()) {
      throw new RequestException(
          shown + ": none of its checkpoints is whole; restore one, or train anew");
    }
    if (newest.isPresent()) {
      requireSameNetwork(newest.get(), shown, prepared);
    }
    long done = newest.map(Checkpoint::step).orElse(0L);
    float[] parameters =
        newest.isPresent()
            ? newest.get().parameters()
            : prepared.network().initialParameters(prepared.config().seed());
    directory.truncateAfter(done);
    return new ReadyRun(
        prepared, directory, info.resumed(prepared.cluster(), done), done, parameters);
  }

  private static void requireSameNetwork(Checkpoint checkpoint, String shown, Preparation prepared)
      throws IOException {
    String expected = prepared.network().description().configurationJson();
    if (!checkpoint.configurationJson().equals(expected)) {
      throw new RequestException(
          shown + ": model.file is not the network that the run was started with; put it back");
    }
  }

  RunDirectory directory() {
    return directory;
  }

  /** How far a resumed run is, in words. */
  String position() {
    return "after step " + done + " of " + prepared.plan().steps();
  }

  /** What is worth knowing before the run. */
  List<String> notes() {
    return TrainingRun.notes(prepared);
  }

  /**
   * Trains with a Spark of its own, and tells how it ended.
   *
   * @return the exit status
   */
  int execute(Console console) throws IOException, InterruptedException {
    return training(console).execute(info, done, parameters);
  }

  /** Trains where others do. */
  Outcome train(Console console, Workplace place) throws IOException, InterruptedException {
    return training(console).train(info, done, parameters, place).outcome();
  }

  private TrainingRun training(Console console) {
    return new TrainingRun(prepared, directory, console);
  }
}
