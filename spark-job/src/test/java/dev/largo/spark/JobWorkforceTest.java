package dev.largo.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.largo.config.AugmentConfig;
import dev.largo.config.ConfigLoader;
import dev.largo.config.LargoConfig;
import dev.largo.data.BadSample;
import dev.largo.data.BadSampleLog;
import dev.largo.data.CutSource;
import dev.largo.data.ImageShape;
import dev.largo.data.Normalization;
import dev.largo.data.SkippingSource;
import dev.largo.engine.NoiseSource;
import dev.largo.evaluate.DistributedEvaluator;
import dev.largo.evaluate.ScorePass;
import dev.largo.model.Network;
import dev.largo.model.Networks;
import dev.largo.record.RunDirectory;
import dev.largo.record.RunRecorder;
import dev.largo.train.Activity;
import dev.largo.train.StepWork;
import dev.largo.train.TrainingData;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.broadcast.Broadcast;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
final class JobWorkforceTest {
  private static final ImageShape SHAPE = new ImageShape(1, 28, 28);
  private static final int CLASSES = 3;
  private static final int BAD = 700;

  private static final String CONFIG =
      """
      largo {
        name = test
        data { format = idx, train = x, validation = x }
        model.name = lenet
        batch { global = 64, micro = 16 }
        aggregation.mode = driver
      }
      """;

  private JavaSparkContext spark;
  private RunSpec spec;
  private float[] parameters;

  @BeforeEach
  void open() throws Exception {
    spark =
        new JavaSparkContext(
            new SparkConf()
                .setMaster("local[2,4]")
                .setAppName("test")
                .set("spark.ui.enabled", "false"));
    LargoConfig config = ConfigLoader.load("test", CONFIG, List.of());
    Network network = Networks.create(config.model(), SHAPE, CLASSES, new Configuration());
    parameters = network.initialParameters(1);
    BadSampleLog log = new BadSampleLog(5);
    TrainingData data =
        new TrainingData(
            new NoiseSource(SHAPE, CLASSES, 1),
            new SkippingSource(new CutSource(new NoiseSource(SHAPE, CLASSES, 2), BAD), log),
            new Normalization(List.of(128.0), List.of(74.0)),
            AugmentConfig.NONE,
            1,
            log);
    spec = Specs.of("JobWorkforceTest", CONFIG, network, data, 2);
    SharedData.put(spec.id(), data);
  }

  @AfterEach
  void close() {
    WorkerSlot.closeAll(spec.id());
    SharedData.remove(spec.id());
    spark.close();
  }

  private JobWorkforce workforce(Consumer<BadSample> badSamples) {
    return new JobWorkforce(
        spark, spec, StageResources.ofSettings(spark), () -> false, badSamples, new Activity());
  }

  @Test
  void badValidationSampleIsListedOnceAndCounts(@TempDir Path runs) throws Exception {
    RunDirectory run =
        RunDirectory.create(
            ConfigLoader.load(
                "test",
                CONFIG,
                List.of("runs=" + runs, "data.on-bad-sample=skip", "data.bad-samples-at-most=1")),
            new Configuration());
    try (RunRecorder recorder = run.recorder()) {
      JobWorkforce workforce = workforce(recorder::badSample);
      for (int step = 1; step <= 2; step++) {
        assertEquals(
            1000,
            new DistributedEvaluator()
                .evaluate(workforce, parameters, step, 1, "checkpoint")
                .samples());
      }

      assertEquals(
          List.of("sample " + BAD), run.readBadSamples().stream().map(BadSample::sample).toList());
      assertThrows(
          UncheckedIOException.class,
          () -> recorder.badSample(new BadSample("another", "another: is empty; replace it")));
    }
  }

  /** What Spark's UI lists is for people. */
  @Test
  void jobsAreCalledAfterTheRunAndWhatTheyDo() throws Exception {
    JobNames names = new JobNames(spark);
    JobWorkforce workforce = workforce(sample -> {});

    StepWork unused = workforce.computeGradient(1, 1, parameters, new float[parameters.length]);
    double[] scores = workforce.run(ScorePass.ofValidation(), parameters);

    assertTrue(scores.length > 0);
    names.assertNext("largo test: step 1");
    names.assertNext("largo test: score");
  }

  /** Its result is lost the first time, and the news with it. */
  @Test
  void repeatedTaskTellsAgain() throws Exception {
    Broadcast<float[]> vector = spark.broadcast(parameters);
    Function<Integer, TaskResult<double[]>> task =
        new PassTask(spec, ScorePass.ofValidation(), vector);

    List<TaskResult<double[]>> results =
        spark
            .parallelize(List.of(0, 1), 2)
            .map(
                rank -> {
                  TaskResult<double[]> result = task.call(rank);
                  if (TaskContext.get().attemptNumber() == 0) {
                    throw new IOException("lost");
                  }
                  return result;
                })
            .collect();

    // The second rank's half holds it.
    assertEquals(
        List.of("sample " + BAD),
        results.get(1).badSamples().stream().map(BadSample::sample).toList());
  }
}
