package dev.largo.spark.program;

import dev.largo.config.LargoConfig;
import dev.largo.data.DataCheck;
import dev.largo.data.format.DataSets;
import dev.largo.model.ModelException;
import dev.largo.model.Network;
import dev.largo.model.Networks;
import dev.largo.record.RunDirectory;
import dev.largo.spark.RunSpec;
import dev.largo.train.AverageDirectory;
import dev.largo.train.Checkpoints;
import dev.largo.train.EvaluationRecord;
import dev.largo.train.RunMonitor;
import dev.largo.train.TrainingData;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.deeplearning4j.nn.graph.ComputationGraph;

/** A run by a configuration, as {@code largo train} makes it, for a program. */
public final class ConfiguredRun {
  private ConfiguredRun() {}

  /**
   * What came of it.
   *
   * @param model with the parameters of the last step, or of SWAP's average
   * @param runDirectory URI of the run's directory
   */
  public record Result(
      ComputationGraph model,
      List<EvaluationRecord> evaluations,
      String runDirectory,
      long steps,
      String parametersSha256) {}

  /**
   * Trains.
   *
   * @throws TrainingFailedException in one line, if it cannot be done or fails
   */
  public static Result train(JavaSparkContext spark, LargoConfig config) {
    if (config.distill() != null) {
      throw new TrainingFailedException(
          "distill.teachers: only largo train asks teachers; remove them");
    }
    try {
      return tryTrain(spark, config);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TrainingFailedException("the training was interrupted", e);
    } catch (ModelException | IOException e) {
      throw new TrainingFailedException(String.valueOf(e.getMessage()), e);
    }
  }

  private static Result tryTrain(JavaSparkContext spark, LargoConfig config)
      throws IOException, ModelException, InterruptedException {
    Configuration hadoop = new Configuration(spark.hadoopConfiguration());
    RunDirectory.requireAbsent(config, hadoop);
    DataSets sets = DataSets.open(config.data(), hadoop);
    DataCheck.readAll(sets.validation());
    TrainingData data = TrainingData.of(sets, config.data(), spark.defaultParallelism());
    int classes = sets.train().classNames().size();
    Network network = Networks.create(config.model(), sets.train().shape(), classes, hadoop);
    ProgramRun run = ProgramRun.of(spark, config, network, data, hadoop);
    float[] start = network.initialParameters(config.seed());
    List<EvaluationRecord> evaluations = new ArrayList<>();
    RunDirectory directory = run.begin();
    RunMonitor keeping =
        new RunMonitor() {
          @Override
          public void evaluation(EvaluationRecord evaluation) {
            evaluations.add(evaluation);
          }
        };
    ProgramRun.End end = run.execute(directory, 0, RunSpec.ITS_END, start, keeping);
    float[] parameters =
        config.averaging().swap() == null
            ? new Checkpoints(directory.path(), hadoop).at(end.outcome().steps()).parameters()
            : AverageDirectory.read(directory.path(), "swap", hadoop);
    return new Result(
        network.with(parameters),
        List.copyOf(evaluations),
        directory.path().toString(),
        end.outcome().steps(),
        end.outcome().parametersSha256());
  }
}
