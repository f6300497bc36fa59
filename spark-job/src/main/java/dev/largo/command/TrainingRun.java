package dev.largo.command;

import dev.largo.config.AggregationMode;
import dev.largo.config.EngineKind;
import dev.largo.config.LargoConfig;
import dev.largo.config.SwapConfig;
import dev.largo.engine.choice.EngineChoice;
import dev.largo.model.CudaBackend;
import dev.largo.record.PhaseRecord;
import dev.largo.record.RunDirectory;
import dev.largo.record.RunInfo;
import dev.largo.record.RunRecorder;
import dev.largo.report.ClosingTable;
import dev.largo.report.ConsoleProgress;
import dev.largo.report.PhaseTable;
import dev.largo.report.RunLength;
import dev.largo.spark.ClusterTraining;
import dev.largo.spark.DriverTraining;
import dev.largo.spark.ExecutorWatch;
import dev.largo.spark.LocalTraining;
import dev.largo.spark.Outcome;
import dev.largo.spark.RunMetrics;
import dev.largo.spark.RunSpec;
import dev.largo.spark.SharedData;
import dev.largo.spark.TrainingJob;
import dev.largo.spark.preflight.Demand;
import dev.largo.train.RunEvents;
import dev.largo.train.RunMonitor;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;

/** Carries out a prepared run, from Spark's start to the closing table. */
final class TrainingRun {
  private static final PrintStream NOWHERE =
      new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);

  private final Preparation prepared;
  private final RunDirectory directory;
  private final Console console;

  TrainingRun(Preparation prepared, RunDirectory directory, Console console) {
    this.prepared = prepared;
    this.directory = directory;
    this.console = console;
  }

  /**
   * What a run has come to.
   *
   * @param phases of SWAP; empty without it
   */
  record Result(Outcome outcome, List<PhaseRecord> phases) {}

  /**
   * Trains with a Spark of its own, and tells how it ended.
   *
   * @param info what {@code run.json} says at the start
   * @param done steps already made
   * @param parameters what to go on from
   * @return the exit status
   */
  int execute(RunInfo info, long done, float[] parameters)
      throws IOException, InterruptedException {
    notes(prepared).forEach(console::say);
    Work alone =
        (status, told) -> {
          try (Workplace place =
              new Workplace(
                  prepared.config().name(),
                  prepared.master(),
                  new Demand(prepared.workers(), 1),
                  () -> console.say(stopping(prepared.config())))) {
            return train(told, status, done, parameters, place);
          }
        };
    return conclude(recorded(info, done, alone));
  }

  /** What the user is told when a stop has been asked for. */
  static String stopping(LargoConfig config) {
    return config.aggregation().mode() == AggregationMode.PARAMETER_AVERAGING
        ? "stopping when the models meet next; again to kill"
        : "stopping after this step; again to kill";
  }

  /** What is worth knowing before the run. */
  static List<String> notes(Preparation prepared) {
    List<String> notes = new ArrayList<>(prepared.network().warnings());
    if (CudaBackend.isPresent()) {
      notes.add(
          prepared.engine().kind() == EngineKind.DL4J
              ? "engine: Deeplearning4j on the GPU"
              : "engine: oneDNN's, on the CPU; Deeplearning4j would compute on the GPU");
    }
    if (prepared.engine().obstacle() != null) {
      notes.add(
          "engine: Deeplearning4j's own layers, at a fraction of the speed; oneDNN's engine does not"
              + " know "
              + prepared.engine().obstacle());
    }
    for (EngineChoice teacher : prepared.teacherEngines()) {
      if (teacher.obstacle() != null) {
        notes.add(
            "distill.teachers: one is computed by Deeplearning4j's own layers, at a fraction of the speed; oneDNN's engine does not know "
                + teacher.obstacle());
      }
    }
    return notes;
  }

  /**
   * Trains, and writes down how it ended.
   *
   * @param place where to
   */
  Result train(RunInfo info, long done, float[] parameters, Workplace place)
      throws IOException, InterruptedException {
    return recorded(info, done, (status, told) -> train(told, status, done, parameters, place));
  }

  /** What there is to do between the first and the last word about a run. */
  private interface Work {
    /**
     * Trains.
     *
     * @param told what happens
     */
    Outcome outcome(RunStatus status, RunMonitor told) throws IOException, InterruptedException;
  }

  private Result recorded(RunInfo info, long done, Work work)
      throws IOException, InterruptedException {
    RunStatus status = new RunStatus(directory, info);
    try (Trackers trackers = Trackers.of(prepared.config(), directory, info, done, console)) {
      return recorded(status, trackers, done, work);
    }
  }

  private Result recorded(RunStatus status, Trackers trackers, long done, Work work)
      throws IOException, InterruptedException {
    ProgressCounter counter = new ProgressCounter(done);
    Outcome outcome;
    try {
      outcome = work.outcome(status, RunMonitor.all(List.of(counter, trackers.monitor())));
    } catch (Throwable e) { // Scala throws checked exceptions unannounced.
      try {
        end(status.info().failed(counter.steps(), Instant.now()), trackers);
      } catch (IOException second) {
        e.addSuppressed(second);
      }
      throw e;
    }
    if (!outcome.complete()) {
      end(status.info().interrupted(outcome.steps(), Instant.now()), trackers);
      return new Result(outcome, List.of());
    }
    SwapConfig swap = prepared.config().averaging().swap();
    List<PhaseRecord> phases =
        swap == null
            ? List.of()
            : directory.writePhases(
                swap.replicas(), prepared.plan().stepsPerEpoch(), outcome.averagingSeconds());
    end(
        status.info().completed(outcome.steps(), outcome.parametersSha256(), Instant.now()),
        trackers);
    return new Result(outcome, phases);
  }

  /** Its info is the last that is written: who reads it may take the run. */
  private void end(RunInfo info, Trackers trackers) throws IOException {
    trackers.trained();
    try {
      RunReport.writeAtEnd(directory, info, console);
      directory.writeInfo(info);
    } finally {
      trackers.ended(info.status());
    }
  }

  private int conclude(Result result) throws IOException {
    Outcome outcome = result.outcome();
    if (!outcome.complete()) {
      console.say(
          "stopped after step %d%s%s; go on with: largo resume %s"
              .formatted(
                  outcome.steps(),
                  outcome.steps() == 0 ? "" : ", with a checkpoint",
                  prepared.config().averaging().swap() == null
                      ? ""
                      : " (replicas that were under way start anew)",
                  shown()));
      return ExitStatus.INTERRUPTED;
    }
    ClosingTable.print(console.out(), directory.readEvaluations(), outcome.skipped());
    if (!result.phases().isEmpty()) {
      PhaseTable.print(console.out(), result.phases());
    }
    int bad = directory.readBadSamples().size();
    if (bad > 0) {
      console.out().println("samples that could not be read: " + bad + ", see bad-samples.jsonl");
    }
    console.out().println("run directory: " + shown());
    return ExitStatus.DONE;
  }

  private Outcome train(
      RunMonitor told, RunStatus status, long done, float[] parameters, Workplace place)
      throws IOException, InterruptedException {
    LargoConfig config = prepared.config();
    try (RunRecorder recorder = directory.recorder();
        ConsoleProgress progress = progress(done);
        RunMetrics metrics = RunMetrics.register(spark(place), console.about());
        RunEvents events =
            new RunEvents(RunMonitor.all(List.of(recorder, told, progress, status, metrics)))) {
      JavaSparkContext spark = spark(place);
      ExecutorWatch executors = place.executors();
      int workers = prepared.workers();
      boolean cluster = !WorldSize.isEmbedded(spark.master());
      if (cluster) {
        workers =
            new ExecutorWait(spark, executors, console, place::stopRequested)
                .workersOf(config, place.demand().runs());
        if (place.stopRequested()) {
          return Outcome.stopped(done, 0, parameters);
        }
        status.workers(workers);
      }
      TrainingJob job =
          config.aggregation().mode() == AggregationMode.DRIVER
              ? new DriverTraining(spark, events, place::stopRequested)
              : cluster
                  ? new ClusterTraining(
                      spark, executors, events, place::stopRequested, console::say)
                  : new LocalTraining(spark, events, place::stopRequested);
      RunSpec spec =
          prepared
              .spec(directory.path().toString(), workers, done)
              .taughtBy(spark, prepared.teachers());
      SharedData.put(spec.id(), prepared.data());
      try {
        // What was found before the first step; workers elsewhere may never come to it.
        prepared.data().badSamples().after(0).forEach(events::badSample);
        return job.run(spec, parameters);
      } catch (Exception e) {
        tellWhatFailedJobsMet(events, e);
        throw e;
      } finally {
        SharedData.remove(spec.id());
      }
    }
  }

  private JavaSparkContext spark(Workplace place) {
    return place.spark(() -> ClusterCheck.ask(prepared, place.demand(), console::say));
  }

  /** A Spark job that fails brings nothing home: what its tasks met in this JVM is known here. */
  private void tellWhatFailedJobsMet(RunEvents events, Exception failure) {
    try {
      prepared.data().badSamples().after(0).forEach(events::badSample);
    } catch (RuntimeException second) {
      failure.addSuppressed(second);
    }
  }

  private ConsoleProgress progress(long done) {
    RunLength length = new RunLength(prepared.plan().epochs(), prepared.plan().steps(), done);
    // Several runs at once would draw over each other.
    return console.about() == null
        ? ConsoleProgress.on(console.err(), console.terminal(), length, InstantSource.system())
        : ConsoleProgress.on(NOWHERE, false, length, InstantSource.system());
  }

  private String shown() {
    String path = directory.path().toString();
    return path.startsWith("file:") ? directory.path().toUri().getPath() : path;
  }
}
