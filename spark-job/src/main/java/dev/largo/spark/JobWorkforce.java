package dev.largo.spark;

import dev.largo.collective.PartialSums;
import dev.largo.collective.VectorSum;
import dev.largo.data.BadSample;
import dev.largo.optim.layout.Slice;
import dev.largo.train.Activity;
import dev.largo.train.GradientShare;
import dev.largo.train.HistogramRecord;
import dev.largo.train.Pass;
import dev.largo.train.StepWork;
import dev.largo.train.Workforce;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.broadcast.Broadcast;

/**
 * The workers as tasks: each step and each pass is a Spark job, whose results meet on the driver.
 */
final class JobWorkforce implements Workforce {
  private final JavaSparkContext spark;
  private final RunSpec spec;
  private final StageResources resources;
  private final BooleanSupplier stopRequested;
  private final Consumer<BadSample> badSamples;
  private final Activity activity;

  JobWorkforce(
      JavaSparkContext spark,
      RunSpec spec,
      StageResources resources,
      BooleanSupplier stopRequested,
      Consumer<BadSample> badSamples,
      Activity activity) {
    this.activity = activity;
    this.badSamples = badSamples;
    this.spark = spark;
    this.spec = spec;
    this.resources = resources;
    this.stopRequested = stopRequested;
  }

  @Override
  public StepWork computeGradient(long step, double lossScale, float[] parameters, float[] gradient)
      throws IOException {
    activity.at(step, "gradient");
    long started = System.nanoTime();
    List<PartialSums> sums = new ArrayList<>();
    double loss = 0;
    Double squares = null;
    long correct = 0;
    long overflows = 0;
    double dataSeconds = 0;
    String bottleneck = "";
    double gradientSeconds = 0;
    List<HistogramRecord> activations = new ArrayList<>();
    for (ShareResult result :
        onEveryRank(
            "step " + step,
            parameters,
            vector -> new GradientTask(spec, step, lossScale, vector))) {
      GradientShare share = result.share();
      sums.add(share.sums());
      for (double l : share.losses()) {
        loss += l;
      }
      if (share.squares() != null) {
        for (double square : share.squares()) {
          squares = squares == null ? square : squares + square;
        }
      }
      correct += share.correct();
      overflows += share.sums().overflows();
      if (share.dataSeconds() >= dataSeconds) {
        dataSeconds = share.dataSeconds();
        bottleneck = share.inputBottleneck();
      }
      gradientSeconds = Math.max(gradientSeconds, share.gradientSeconds());
      activations.addAll(share.activations());
    }
    overflows += VectorSum.finish(sums, new Slice(0, parameters.length), gradient);
    double all = (System.nanoTime() - started) / 1e9;
    return new StepWork(
        loss,
        squares,
        correct,
        overflows,
        stopRequested.getAsBoolean(),
        dataSeconds,
        gradientSeconds,
        Math.max(0, all - dataSeconds - gradientSeconds),
        bottleneck,
        activations);
  }

  @Override
  public double[] run(Pass pass, float[] parameters) throws IOException {
    String name = pass.getClass().getSimpleName().replaceFirst("Pass$", "");
    return onEveryRank(
            name.toLowerCase(Locale.ROOT), parameters, vector -> new PassTask(spec, pass, vector))
        .stream()
        .flatMapToDouble(Arrays::stream)
        .toArray();
  }

  /** Makes a task of broadcast parameters. */
  private interface TaskMaker<T extends Serializable> {
    Function<Integer, TaskResult<T>> make(Broadcast<float[]> parameters);
  }

  private <T extends Serializable> List<T> onEveryRank(
      String what, float[] parameters, TaskMaker<T> tasks) throws IOException {
    spark.setJobDescription("largo %s: %s".formatted(spec.config().name(), what));
    Broadcast<float[]> vector = spark.broadcast(parameters);
    List<Integer> ranks = IntStream.range(0, spec.workers()).boxed().toList();
    try {
      List<TaskResult<T>> results =
          resources
              .applyTo(spark.parallelize(ranks, spec.workers()))
              .map(tasks.make(vector))
              .collect();
      results.forEach(result -> result.badSamples().forEach(badSamples));
      return results.stream().map(TaskResult::value).toList();
    } catch (Exception e) {
      throw TaskFailure.unwrap(e);
    } finally {
      vector.destroy();
    }
  }
}
