package dev.largo.train;

import dev.largo.config.AggregationMode;
import dev.largo.config.EmaConfig;
import dev.largo.config.Every;
import dev.largo.config.LargoConfig;
import dev.largo.config.LastAverageConfig;
import dev.largo.config.PolyakConfig;
import dev.largo.config.SwaConfig;
import dev.largo.config.SwapConfig;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What happens at which step; steps are numbered from 1. Samples that fill no global batch at an
 * epoch's end are left out of that epoch; the shuffle makes them others each time.
 *
 * @param samples size of the training set
 * @param stepsPerEpoch whole global batches in it, at least 1
 * @param steps steps of the run, at most: see {@link TrainingEnd}
 */
public record TrainingPlan(LargoConfig config, int samples, int stepsPerEpoch, long steps) {
  /**
   * The plan for a training set.
   *
   * @throws IllegalArgumentException if the set is smaller than a global batch, or the run too
   *     short for a sample of its average
   */
  public static TrainingPlan of(LargoConfig config, int samples) {
    int stepsPerEpoch = samples / config.batch().global();
    if (stepsPerEpoch == 0) {
      throw new IllegalArgumentException(
          "batch.global = "
              + config.batch().global()
              + " is more than the "
              + samples
              + " training samples; at most "
              + samples / config.batch().micro() * config.batch().micro()
              + " is possible");
    }
    TrainingPlan plan =
        new TrainingPlan(config, samples, stepsPerEpoch, length(config, stepsPerEpoch));
    SwaConfig swa = config.averaging().swa();
    if (swa != null && plan.swaStart() + swa.every().steps(stepsPerEpoch) > plan.steps()) {
      throw new IllegalArgumentException(
          "averaging.swa.every = %s: no sample is taken between start-epoch = %s and the end of the run, epochs = %d; start earlier or sample more often"
              .formatted(swa.every().text(), swa.startEpoch(), config.epochs()));
    }
    SwapConfig swap = config.averaging().swap();
    if (swap != null && swap.batch() > samples) {
      throw new IllegalArgumentException(
          "averaging.swap.batch = %d is more than the %d training samples; use a smaller one"
              .formatted(swap.batch(), samples));
    }
    EmaConfig ema = config.averaging().ema();
    LastAverageConfig last = config.averaging().last();
    plan.requireSample("averaging.ema.every", ema == null ? null : ema.every());
    PolyakConfig polyak = config.averaging().polyak();
    plan.requireSample("averaging.last-k.every", last == null ? null : last.every());
    plan.requireSample("averaging.polyak.every", polyak == null ? null : polyak.every());
    plan.requireAveragesWhereModelsMeet();
    return plan;
  }

  private static long length(LargoConfig config, int stepsPerEpoch) {
    long ofEpochs = (long) stepsPerEpoch * config.epochs();
    Integer last = config.stop().steps();
    return last == null ? ofEpochs : Math.min(last, ofEpochs);
  }

  /**
   * The plan of one of several models that train apart: the same steps, of its share of samples.
   *
   * @param number of the model, from 0
   */
  TrainingPlan apart(int number) {
    return new TrainingPlan(config.apart(number), samples, stepsPerEpoch, steps);
  }

  /**
   * Whether models that train apart are averaged after a step, for their own sake or to be
   * evaluated or saved.
   */
  boolean meetsAt(long step) {
    return isDue(config.aggregation().every(), step) || evaluatesAt(step) || checkpointsAt(step);
  }

  /** An average of every step would have models averaged after every step. */
  private void requireAveragesWhereModelsMeet() {
    if (config.aggregation().mode() != AggregationMode.PARAMETER_AVERAGING) {
      return;
    }
    long apart = config.aggregation().every().steps(stepsPerEpoch);
    for (AverageRecipe recipe : AverageRecipe.of(this)) {
      if (recipe.every().steps(stepsPerEpoch) < apart) {
        throw new IllegalArgumentException(
            "averaging.%s.every = %s: the models that it would take samples of are averaged every %d steps; use at least that"
                .formatted(recipe.key(), recipe.every().text(), apart));
      }
    }
  }

  /** Names of the averages that the run writes, as in {@code averages/}. */
  public List<String> averageNames() {
    Stream<String> kept = AverageRecipe.of(this).stream().map(AverageRecipe::name);
    return config.averaging().swap() == null
        ? kept.toList()
        : Stream.concat(kept, Stream.of("swap")).toList();
  }

  /** Passes over the training set when a step is done, fractional. */
  public double epochAfter(long step) {
    return (double) step / stepsPerEpoch;
  }

  /** Epochs that the run goes into, at most. */
  public int epochs() {
    return (int) ((steps + stepsPerEpoch - 1) / stepsPerEpoch);
  }

  /** The epoch a step belongs to, from 0. */
  public int epochOf(long step) {
    return (int) ((step - 1) / stepsPerEpoch);
  }

  /** Position in its epoch's order of the first sample of a step's micro-batch. */
  public int firstSample(long step, int microBatch) {
    int stepOfEpoch = (int) ((step - 1) % stepsPerEpoch);
    return stepOfEpoch * config.batch().global() + microBatch * config.batch().micro();
  }

  public boolean evaluatesAt(long step) {
    return isDue(config.evaluateEvery(), step);
  }

  public boolean checkpointsAt(long step) {
    return isDue(config.checkpoint().every(), step);
  }

  /** Whether per-layer lines are written; the first step always has them. */
  public boolean recordsLayersAt(long step) {
    return step == 1 || isDue(config.metrics().layersEvery(), step);
  }

  /** Whether histograms are recorded; where any are, the first step has them too. */
  public boolean recordsHistogramsAt(long step) {
    Every every = config.metrics().histogramsEvery();
    return every != null && (step == 1 || isDue(every, step));
  }

  /** Steps before the average's phase; the run's length where there is none. */
  public long swaStart() {
    SwaConfig swa = config.averaging().swa();
    return swa == null ? steps : Math.round(swa.startEpoch() * stepsPerEpoch);
  }

  private boolean isDue(Every every, long step) {
    return step == steps || isMultiple(step, every);
  }

  /** Whether so many steps, above 0, are a multiple of an interval. */
  boolean isMultiple(long since, Every every) {
    return since > 0 && since % every.steps(stepsPerEpoch) == 0;
  }

  private void requireSample(String key, @Nullable Every every) {
    if (every != null && every.steps(stepsPerEpoch) > steps) {
      throw new IllegalArgumentException(
          "%s = %s: no sample is taken before the end of the run, epochs = %d; sample more often"
              .formatted(key, every.text(), config.epochs()));
    }
  }
}
