package dev.largo.spark;

import dev.largo.config.ConfigException;
import dev.largo.config.LargoConfig;
import dev.largo.spark.program.ConfiguredRun;
import dev.largo.spark.program.FitResult;
import dev.largo.spark.program.Fitting;
import dev.largo.spark.program.GivenModel;
import dev.largo.spark.program.ListSupply;
import dev.largo.spark.program.LocalSpark;
import dev.largo.spark.program.SampleSupply;
import dev.largo.spark.program.Settings;
import dev.largo.spark.program.SettingsBuilder;
import dev.largo.spark.program.TrainingFailedException;
import dev.largo.train.EvaluationRecord;
import dev.largo.train.RunMonitor;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;

/**
 * Trains Deeplearning4j's networks with large batches in this JVM, without a cluster:
 *
 * <pre>{@code
 * LargeBatchTrainer trainer =
 *     LargeBatchTrainer.builder(1024) // samples of a step, over all workers
 *         .microBatchSize(64)
 *         .optimizer("lars")
 *         .learningRate(4.0, 1024)
 *         .warmupEpochs(2)
 *         .epochs(20)
 *         .swa(15)
 *         .build();
 * Result<MultiLayerNetwork> result = trainer.fit(network, training, validation);
 * System.out.println(result.evaluations());
 * }</pre>
 *
 * <p>The network has the trained parameters afterwards, and features are used as they are. What may
 * be set and what networks may hold is what {@link LargeBatchTrainingMaster} says, which does the
 * same on a cluster, with the same bits. A JVM 17 needs Spark's {@code --add-opens}.
 */
public final class LargeBatchTrainer {
  private static final String NAME = "LargeBatchTrainer";

  private final Settings settings;

  private LargeBatchTrainer(Settings settings) {
    this.settings = settings;
  }

  /**
   * What came of a training.
   *
   * @param model the network that was given, trained
   * @param evaluations on the validation data, in their order; none without such
   * @param runDirectory URI of the run's directory, if it was to stay
   * @param steps made
   * @param parametersSha256 of the last step's parameters, as {@code run.json} has it
   */
  public record Result<M>(
      M model,
      List<EvaluationRecord> evaluations,
      @Nullable String runDirectory,
      long steps,
      String parametersSha256) {}

  /**
   * Begins a trainer.
   *
   * @param globalBatch samples of a step, over all workers
   */
  public static Builder builder(int globalBatch) {
    return new Builder(globalBatch);
  }

  /** Trains on all that an iterator gives. */
  public <M extends Model> Result<M> fit(M network, DataSetIterator training) {
    return fit(network, all(training), null);
  }

  /**
   * Trains on all that an iterator gives.
   *
   * @param network a ComputationGraph or a MultiLayerNetwork
   * @param training data sets of any size; their order is part of the result
   * @param validation what to evaluate on, every epoch
   * @throws TrainingFailedException in one line, if it cannot be done or fails; the network is as
   *     it was
   */
  public <M extends Model> Result<M> fit(
      M network, DataSetIterator training, DataSetIterator validation) {
    return fit(network, all(training), all(validation));
  }

  /** Trains on data sets of any size. */
  public <M extends Model> Result<M> fit(M network, List<DataSet> training) {
    return fit(network, training.iterator(), null);
  }

  /** As {@link #fit(Model, DataSetIterator, DataSetIterator)}, on lists. */
  public <M extends Model> Result<M> fit(
      M network, List<DataSet> training, List<DataSet> validation) {
    return fit(network, training.iterator(), validation.iterator());
  }

  /**
   * Trains by a configuration, as {@code largo train} does, and keeps the run's directory:
   *
   * <pre>{@code
   * LargoConfig config = ConfigLoader.load(Path.of("conf/quickstart.conf"), List.of("epochs=3"));
   * ComputationGraph network = LargeBatchTrainer.train(config).model();
   * }</pre>
   *
   * @throws TrainingFailedException in one line, if it cannot be done or fails
   */
  public static Result<ComputationGraph> train(LargoConfig config) {
    try (LocalSpark spark = LocalSpark.start(config.workers().count())) {
      ConfiguredRun.Result done = ConfiguredRun.train(spark.context(), config);
      return new Result<>(
          done.model(),
          done.evaluations(),
          done.runDirectory(),
          done.steps(),
          done.parametersSha256());
    }
  }

  private <M extends Model> Result<M> fit(
      M network, Iterator<DataSet> training, @Nullable Iterator<DataSet> validation) {
    int workers = settings.keys().get("workers") instanceof Integer count ? count : 0;
    try (LocalSpark spark = LocalSpark.start(workers);
        Fitting fitting = new Fitting(settings, NAME)) {
      FitResult done =
          fitting.fit(
              spark.context(),
              given(network),
              supply(training),
              validation == null ? null : supply(validation),
              List.of(),
              RunMonitor.NONE);
      return new Result<>(
          network, done.evaluations(), done.runDirectory(), done.steps(), done.parametersSha256());
    } catch (IOException e) {
      throw new TrainingFailedException(
          "what was laid down for the workers cannot be removed: " + e.getMessage(), e);
    }
  }

  private static SampleSupply supply(Iterator<DataSet> sets) {
    return new ListSupply(sets, sets);
  }

  private static Iterator<DataSet> all(DataSetIterator sets) {
    if (sets.resetSupported()) {
      sets.reset();
    }
    return sets;
  }

  private static GivenModel given(Model network) {
    if (network instanceof ComputationGraph graph) {
      return GivenModel.of(graph);
    }
    if (network instanceof MultiLayerNetwork layers) {
      return GivenModel.of(layers);
    }
    throw new TrainingFailedException(
        "the network is a %s; give a ComputationGraph or a MultiLayerNetwork"
            .formatted(network.getClass().getSimpleName()));
  }

  /** Puts a trainer together. */
  public static final class Builder extends SettingsBuilder<Builder> {
    private Builder(int globalBatch) {
      super(globalBatch);
    }

    @Override
    protected Builder self() {
      return this;
    }

    /**
     * The trainer.
     *
     * @throws dev.largo.config.ConfigException with everything that is wrong, a line each
     */
    public LargeBatchTrainer build() {
      Settings settings = settings(NAME);
      if (settings.epochsPerFit() != null) {
        throw new ConfigException(
            List.of(
                NAME
                    + ": epochsPerFit: each fit of this trainer is a schedule of its own; leave it out"));
      }
      return new LargeBatchTrainer(settings);
    }
  }
}
