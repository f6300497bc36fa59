package dev.largo.spark;

import dev.largo.spark.dl4j.FitStatistics;
import dev.largo.spark.dl4j.SavedSets;
import dev.largo.spark.dl4j.SettingsText;
import dev.largo.spark.program.FitResult;
import dev.largo.spark.program.Fitting;
import dev.largo.spark.program.GivenModel;
import dev.largo.spark.program.RddSupply;
import dev.largo.spark.program.SampleSupply;
import dev.largo.spark.program.Settings;
import dev.largo.spark.program.SettingsBuilder;
import dev.largo.train.RunMonitor;
import dev.largo.train.StepRecord;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.function.DoubleConsumer;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.deeplearning4j.core.loader.DataSetLoader;
import org.deeplearning4j.core.loader.MultiDataSetLoader;
import org.deeplearning4j.core.storage.StatsStorageRouter;
import org.deeplearning4j.core.storage.listener.RoutingIterationListener;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.deeplearning4j.spark.api.TrainingHook;
import org.deeplearning4j.spark.api.TrainingMaster;
import org.deeplearning4j.spark.api.TrainingResult;
import org.deeplearning4j.spark.api.TrainingWorker;
import org.deeplearning4j.spark.api.stats.SparkTrainingStats;
import org.deeplearning4j.spark.impl.graph.SparkComputationGraph;
import org.deeplearning4j.spark.impl.multilayer.SparkDl4jMultiLayer;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * dl4j-spark's interface to Largo, in the place of a {@code ParameterAveragingTrainingMaster}:
 *
 * <pre>{@code
 * LargeBatchTrainingMaster master =
 *     new LargeBatchTrainingMaster.Builder(4096) // samples of a step, over all workers
 *         .microBatchSize(64)
 *         .optimizer("lars")
 *         .learningRate(8.0, 4096)
 *         .warmupEpochs(5)
 *         .epochs(30)
 *         .swa(23)
 *         .useAverage("swa")
 *         .build();
 * SparkComputationGraph graph = new SparkComputationGraph(spark, configuration, master);
 * graph.fit(rdd); // all 30 epochs; with epochsPerFit(1) one of them
 * Evaluation evaluation = graph.evaluate(test);
 * }</pre>
 *
 * <p>The network's updater is replaced by Largo's optimizer; L1, L2 and weight decay in it,
 * gradient normalization, constraints and frozen layers are refused, as are several inputs or
 * outputs, masks and labels that are not one-hot. Features are used as they are. The samples' order
 * is that of the RDD's partitions and of what is in them: the same RDD gives the same parameters,
 * bit for bit, whatever the number of workers.
 *
 * <p>For one thread at a time, like the networks that it trains.
 */
public final class LargeBatchTrainingMaster
    implements TrainingMaster<TrainingResult, TrainingWorker<TrainingResult>> {
  private static final Logger LOG = LoggerFactory.getLogger(LargeBatchTrainingMaster.class);
  private static final String NAME = "LargeBatchTrainingMaster";

  private final Settings settings;
  private final Fitting fitting;
  private final List<TrainingListener> listeners = new ArrayList<>();

  private @Nullable JavaRDD<DataSet> validation;
  private @Nullable FitStatistics statistics;
  private @Nullable FitResult lastFit;

  private LargeBatchTrainingMaster(Settings settings) {
    this.settings = settings;
    fitting = new Fitting(settings, NAME);
  }

  /**
   * A master from what {@link #toJson} gave.
   *
   * @throws dev.largo.config.ConfigException if it gave something else
   */
  public static LargeBatchTrainingMaster fromJson(String json) {
    return of(SettingsText.ofJson(json));
  }

  /** The same from what {@link #toYaml} gave. */
  public static LargeBatchTrainingMaster fromYaml(String yaml) {
    return of(SettingsText.ofYaml(yaml));
  }

  private static LargeBatchTrainingMaster of(Settings settings) {
    settings.check(NAME);
    return new LargeBatchTrainingMaster(settings);
  }

  /** Evaluates on these samples from the next fit on; null: on none. */
  public void setValidationData(@Nullable JavaRDD<DataSet> samples) {
    validation = samples;
  }

  /** What the last fit came to; null before the first one. */
  public @Nullable FitResult getLastFit() {
    return lastFit;
  }

  /** Begins the schedule anew with the next fit, where {@code epochsPerFit} left it under way. */
  public void startAnew() {
    fitting.startAnew();
  }

  @Override
  public void executeTraining(SparkComputationGraph graph, JavaRDD<DataSet> samples) {
    fit(graph, new RddSupply(samples));
  }

  @Override
  public void executeTraining(SparkDl4jMultiLayer network, JavaRDD<DataSet> samples) {
    fit(network, new RddSupply(samples));
  }

  @Override
  public void executeTrainingMDS(SparkComputationGraph graph, JavaRDD<MultiDataSet> samples) {
    fit(graph, new RddSupply(SavedSets.ofMulti(samples), samples.id()));
  }

  @Override
  public void executeTrainingPaths(
      @Nullable SparkDl4jMultiLayer network,
      @Nullable SparkComputationGraph graph,
      JavaRDD<String> paths,
      @Nullable DataSetLoader loader,
      @Nullable MultiDataSetLoader multiLoader) {
    JavaRDD<DataSet> samples =
        loader != null
            ? SavedSets.of(paths, loader)
            : SavedSets.ofMulti(paths, Objects.requireNonNull(multiLoader, "a loader"));
    RddSupply supply = new RddSupply(samples, paths.id());
    if (graph != null) {
      fit(graph, supply);
    } else {
      fit(Objects.requireNonNull(network, "a network"), supply);
    }
  }

  private void fit(SparkComputationGraph graph, SampleSupply samples) {
    GivenModel model = GivenModel.of(graph.getNetwork());
    fit(graph.getSparkContext(), model, samples, graph::setScore);
  }

  private void fit(SparkDl4jMultiLayer network, SampleSupply samples) {
    GivenModel model = GivenModel.of(network.getNetwork());
    fit(network.getSparkContext(), model, samples, network::setScore);
  }

  private void fit(
      JavaSparkContext spark, GivenModel model, SampleSupply samples, DoubleConsumer score) {
    JavaRDD<DataSet> evaluated = validation;
    FitStatistics collected = statistics;
    RunMonitor scores =
        new RunMonitor() {
          @Override
          public void step(StepRecord step) {
            score.accept(step.loss());
          }
        };
    FitResult done =
        fitting.fit(
            spark,
            model,
            samples,
            evaluated == null ? null : new RddSupply(evaluated),
            listeners,
            collected == null ? scores : RunMonitor.all(List.of(scores, collected)));
    // dl4j-spark counts one epoch itself.
    model.count(model.iterations(), Math.max(0, model.epochs() - 1));
    lastFit = done;
    if (collected != null) {
      collected.add(done);
    }
  }

  /**
   * Refuses.
   *
   * @throws UnsupportedOperationException always: workers hold no network of Deeplearning4j that a
   *     hook could be given
   */
  @Override
  public void addHook(TrainingHook hook) {
    throw new UnsupportedOperationException(
        NAME
            + ": workers hold no network that a TrainingHook could be given; use a TrainingListener, which is told of every step on the driver");
  }

  /** Does nothing, since there are no hooks. */
  @Override
  public void removeHook(TrainingHook hook) {}

  @Override
  public String toJson() {
    return SettingsText.json(settings);
  }

  @Override
  public String toYaml() {
    return SettingsText.yaml(settings);
  }

  /**
   * Refuses.
   *
   * @throws UnsupportedOperationException always: Largo has workers of its own
   */
  @Override
  public TrainingWorker<TrainingResult> getWorkerInstance(SparkDl4jMultiLayer network) {
    throw noWorker();
  }

  /**
   * Refuses.
   *
   * @throws UnsupportedOperationException always: Largo has workers of its own
   */
  @Override
  public TrainingWorker<TrainingResult> getWorkerInstance(SparkComputationGraph graph) {
    throw noWorker();
  }

  private static UnsupportedOperationException noWorker() {
    return new UnsupportedOperationException(NAME + ": Largo has workers of its own");
  }

  /** Whether to keep an event a step from now on, in memory. */
  @Override
  public void setCollectTrainingStats(boolean collect) {
    statistics = collect ? Objects.requireNonNullElseGet(statistics, FitStatistics::new) : null;
  }

  @Override
  public boolean getIsCollectTrainingStats() {
    return statistics != null;
  }

  /** What fits took since statistics are collected; null where they are not. */
  @Override
  public @Nullable SparkTrainingStats getTrainingStats() {
    return statistics;
  }

  /**
   * Listeners that are told of every step on the driver, with a network that has the step's score,
   * a batch of its size without its values, and the parameters from before the fit.
   */
  @Override
  public void setListeners(Collection<TrainingListener> given) {
    listeners.clear();
    listeners.addAll(given);
  }

  /** The same; those that route statistics do so to {@code router}. */
  @Override
  public void setListeners(
      @Nullable StatsStorageRouter router, Collection<TrainingListener> given) {
    setListeners(given);
    for (TrainingListener listener : given) {
      if (router != null && listener instanceof RoutingIterationListener routing) {
        routing.setStorageRouter(router);
      }
    }
  }

  /** Removes what was laid down for the workers; the next fit begins anew. */
  @Override
  public boolean deleteTempFiles(JavaSparkContext spark) {
    return deleteTempFiles();
  }

  /** Removes what was laid down for the workers; the next fit begins anew. */
  @Override
  public boolean deleteTempFiles(SparkContext spark) {
    return deleteTempFiles();
  }

  private boolean deleteTempFiles() {
    try {
      fitting.close();
      return true;
    } catch (IOException e) {
      LOG.warn("what was laid down for the workers cannot be removed", e);
      return false;
    }
  }

  /** Puts a training master together. */
  public static final class Builder extends SettingsBuilder<Builder> {
    /**
     * Begins.
     *
     * @param globalBatch samples of a step, over all workers; a multiple of the micro-batch
     */
    public Builder(int globalBatch) {
      super(globalBatch);
    }

    @Override
    protected Builder self() {
      return this;
    }

    /**
     * The training master.
     *
     * @throws dev.largo.config.ConfigException with everything that is wrong, a line each
     */
    public LargeBatchTrainingMaster build() {
      return new LargeBatchTrainingMaster(settings(NAME));
    }
  }
}
