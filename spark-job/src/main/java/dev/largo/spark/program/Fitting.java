package dev.largo.spark.program;

import dev.largo.config.ConfigException;
import dev.largo.config.LargoConfig;
import dev.largo.data.BadSampleLog;
import dev.largo.data.Normalization;
import dev.largo.data.floats.FloatRecords;
import dev.largo.model.GivenInput;
import dev.largo.model.ModelArchive;
import dev.largo.model.ModelException;
import dev.largo.model.Network;
import dev.largo.model.Networks;
import dev.largo.record.RunDirectory;
import dev.largo.spark.Outcome;
import dev.largo.spark.TaskFailure;
import dev.largo.train.AverageDirectory;
import dev.largo.train.Checkpoints;
import dev.largo.train.EvaluationRecord;
import dev.largo.train.ParameterHash;
import dev.largo.train.RunMonitor;
import dev.largo.train.Storage;
import dev.largo.train.TrainingData;
import dev.largo.train.TrainingPlan;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.jspecify.annotations.Nullable;

/**
 * Trains networks of a program, in one fit or a schedule over several. What it lays down stays for
 * the next fit, and goes with {@link #close}, with a fit that fails, or with the JVM.
 *
 * <p>For one thread.
 */
public final class Fitting implements AutoCloseable {
  private static final String NETWORK = "the network";
  private static final String RUNS = "runs";

  private final Settings settings;
  private final String caller;

  private @Nullable SharedDirectory shared;
  private @Nullable StagedData training;
  private @Nullable StagedData validation;
  private @Nullable Progress progress;
  private boolean underWay;

  /**
   * Trains by settings.
   *
   * @param caller what to call the program in messages
   */
  public Fitting(Settings settings, String caller) {
    this.settings = settings;
    this.caller = caller;
  }

  /**
   * A schedule that is not at its end.
   *
   * @param model that is trained by it
   * @param sha256 of the parameters that the model was left with
   */
  private record Progress(
      Object model, RunDirectory directory, TrainingPlan plan, long done, String sha256) {}

  /** What a fit trains with. */
  private record Prepared(ProgramRun run, Network network) {
    /** What the network has now, in the order of its layout. */
    float[] parameters() {
      return network.initialParameters(run.config().seed());
    }
  }

  /**
   * Trains a network, which has the parameters that came of it when this returns.
   *
   * @param train what to train on; the order of its samples is part of the result
   * @param evaluateOn what to evaluate on; null for nothing
   * @param listeners of Deeplearning4j, told beside the network's own
   * @param monitor told of steps and evaluations, on a thread of its own
   * @throws TrainingFailedException in one line, if it cannot be done or fails; the network is as
   *     it was, but for its score
   * @throws ConfigException if the settings do not fit the data
   */
  public FitResult fit(
      JavaSparkContext spark,
      GivenModel model,
      SampleSupply train,
      @Nullable SampleSupply evaluateOn,
      List<TrainingListener> listeners,
      RunMonitor monitor) {
    underWay = false;
    try {
      return tryFit(spark, model, train, evaluateOn, listeners, monitor);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw forgetting(new TrainingFailedException("the training was interrupted", e));
    } catch (ModelException | IOException e) {
      throw forgetting(new TrainingFailedException(String.valueOf(e.getMessage()), e));
    } catch (TrainingFailedException | ConfigException e) {
      throw forgetting(e);
    } catch (RuntimeException e) {
      Throwable cause = TaskFailure.cause(e);
      String said = cause.getMessage() == null ? cause.toString() : cause.getMessage();
      throw forgetting(new TrainingFailedException(said.strip().lines().findFirst().orElse(""), e));
    }
  }

  /** Begins the schedule anew with the next fit. */
  public void startAnew() {
    progress = null;
  }

  /** Removes what was laid down; the next fit begins anew. */
  @Override
  public void close() throws IOException {
    SharedDirectory left = shared;
    shared = null;
    training = null;
    validation = null;
    progress = null;
    if (left != null) {
      left.close();
    }
  }

  /** A schedule is lost with a run that fails, not with one that is refused before it begins. */
  private <E extends RuntimeException> E forgetting(E failure) {
    if (!underWay && progress != null) {
      return failure;
    }
    try {
      close();
    } catch (IOException | RuntimeException e) {
      failure.addSuppressed(e);
    }
    return failure;
  }

  private FitResult tryFit(
      JavaSparkContext spark,
      GivenModel model,
      SampleSupply train,
      @Nullable SampleSupply evaluateOn,
      List<TrainingListener> listeners,
      RunMonitor monitor)
      throws IOException, ModelException, InterruptedException {
    long begin = System.currentTimeMillis();
    Configuration hadoop = new Configuration(spark.hadoopConfiguration());
    ComputationGraph graph = model.graph();
    GivenInput input = GivenInput.of(NETWORK, graph);
    SharedDirectory place = shared;
    if (place == null) {
      place = SharedDirectory.in(settings.exportDirectory(), hadoop, spark.isLocal());
      shared = place;
    }
    training = staged(training, train, input, place, "train", hadoop);
    validation =
        evaluateOn == null
            ? null
            : staged(validation, evaluateOn, input, place, "validation", hadoop);
    long exported = System.currentTimeMillis();
    Prepared prepared = prepare(spark, graph, place, training, validation, hadoop);
    ProgramRun run = prepared.run();
    Progress last = continued(model, run.plan(), ParameterHash.sha256(prepared.parameters()));
    long done = last == null ? 0 : last.done();
    long until = done + (long) settings.epochsOf(run.config()) * run.plan().stepsPerEpoch();
    RunDirectory directory = last == null ? begin(run, prepared, place) : last.directory();
    List<TrainingListener> all = new ArrayList<>(model.listeners());
    listeners.stream().filter(listener -> !all.contains(listener)).forEach(all::add);
    List<EvaluationRecord> evaluations = new ArrayList<>();
    int epochs = model.epochs();
    int iterations = model.iterations();
    underWay = true;
    RunMonitor told =
        RunMonitor.all(
            List.of(
                new ListenerMonitor(model, all, run.plan().stepsPerEpoch(), done),
                new Evaluations(evaluations),
                monitor));
    ProgramRun.End end;
    try {
      end = run.execute(directory, done, until, prepared.parameters(), told);
    } finally {
      model.count(iterations, epochs); // Listeners were shown others.
    }
    Outcome outcome = end.outcome();
    float[] parameters = result(directory, outcome, run.config(), hadoop);
    model.take(prepared.network(), parameters);
    long made = outcome.steps() - done;
    model.count(iterations + (int) made, epochs + (int) (made / run.plan().stepsPerEpoch()));
    progress =
        outcome.complete()
            ? null
            : new Progress(
                model.model(),
                directory,
                run.plan(),
                outcome.steps(),
                ParameterHash.sha256(parameters));
    if (outcome.complete() && !settings.keepsRun()) {
      place.remove(RUNS);
    }
    return new FitResult(
        outcome.complete(),
        outcome.steps(),
        outcome.skipped(),
        outcome.parametersSha256(),
        evaluateOn == null ? List.of() : evaluations,
        settings.keepsRun() ? directory.path().toString() : null,
        run.plan().samples(),
        end.workers(),
        begin,
        exported - begin,
        System.currentTimeMillis() - exported);
  }

  private static StagedData staged(
      @Nullable StagedData there,
      SampleSupply supply,
      GivenInput input,
      SharedDirectory place,
      String name,
      Configuration hadoop)
      throws IOException {
    return there != null && there.isOf(supply, input)
        ? there
        : StagedData.write(supply, input, place, name, hadoop);
  }

  private Prepared prepare(
      JavaSparkContext spark,
      ComputationGraph graph,
      SharedDirectory place,
      StagedData train,
      @Nullable StagedData evaluateOn,
      Configuration hadoop)
      throws IOException, ModelException {
    FloatRecords records = train.open(hadoop);
    if (evaluateOn != null) {
      SampleFile.requireSame(
          train.shape(), train.classes(), evaluateOn.shape(), evaluateOn.classes());
    }
    int micro = 32;
    if (settings.keys().get("batch.micro") instanceof Integer given) {
      micro = given;
    }
    String checked =
        evaluateOn == null
            ? StagedData.head(records, micro, place, "head", hadoop)
            : evaluateOn.directory();
    LargoConfig config =
        settings.config(
            caller,
            place.at(RUNS).toString(),
            train.directory(),
            checked,
            place.at("network.zip").toString(),
            spark.isLocal(),
            evaluateOn != null);
    Network network = Networks.of(NETWORK, graph, train.shape(), train.classes());
    FloatRecords second =
        FloatRecords.open(new Path(checked).getFileSystem(hadoop), new Path(checked));
    TrainingData data =
        new TrainingData(
            records,
            second,
            Normalization.none(train.shape().channels()),
            config.data().augment(),
            config.data().threadsFor(Math.max(1, config.workers().count())),
            new BadSampleLog(0));
    ProgramRun run = ProgramRun.of(spark, config, network, data, hadoop);
    requireAverage(run.plan());
    return new Prepared(run, network);
  }

  private void requireAverage(TrainingPlan plan) {
    String wanted = settings.useAverage();
    if (wanted != null && !plan.averageNames().contains(wanted)) {
      throw new ConfigException(
          List.of(
              "%s: useAverage = %s: no such average is kept, there are %s; switch it on with averaging.*"
                  .formatted(caller, wanted, plan.averageNames())));
    }
  }

  /** The schedule to go on with; null where one begins. */
  private @Nullable Progress continued(GivenModel model, TrainingPlan plan, String sha256) {
    Progress last = progress;
    if (last == null || last.model() != model.model()) {
      return null;
    }
    if (plan.samples() != last.plan().samples()) {
      throw new TrainingFailedException(
          "the data: %d samples, those of the fits before were %d: the epochs of one schedule are of one size; give as many, or call startAnew()"
              .formatted(plan.samples(), last.plan().samples()));
    }
    if (!sha256.equals(last.sha256())) {
      throw new TrainingFailedException(
          "the network's parameters were changed between two fits of one schedule; leave them, or call startAnew()");
    }
    return last;
  }

  private RunDirectory begin(ProgramRun run, Prepared prepared, SharedDirectory place)
      throws IOException {
    if (!settings.keepsRun()) {
      place.remove(RUNS);
    }
    Storage.write(
        place.fileSystem(),
        place.at("network.zip"),
        out ->
            ModelArchive.write(
                prepared.network().description(),
                prepared.parameters(),
                run.data().normalization(),
                out));
    return run.begin();
  }

  private float[] result(
      RunDirectory directory, Outcome outcome, LargoConfig config, Configuration hadoop)
      throws IOException {
    String average = settings.useAverage();
    if (average == null && config.averaging().swap() != null) {
      average = "swap";
    }
    return average == null || !outcome.complete()
        ? new Checkpoints(directory.path(), hadoop).at(outcome.steps()).parameters()
        : AverageDirectory.read(directory.path(), average, hadoop);
  }

  /** Keeps evaluations. */
  private record Evaluations(List<EvaluationRecord> kept) implements RunMonitor {
    @Override
    public void evaluation(EvaluationRecord evaluation) {
      kept.add(evaluation);
    }
  }
}
