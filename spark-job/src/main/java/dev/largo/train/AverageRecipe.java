package dev.largo.train;

import dev.largo.config.AveragingConfig;
import dev.largo.config.EmaConfig;
import dev.largo.config.Every;
import dev.largo.config.LastAverageConfig;
import dev.largo.config.PolyakConfig;
import dev.largo.config.SwaConfig;
import dev.largo.optim.average.LastAverage;
import dev.largo.optim.average.RunningAverage;
import dev.largo.optim.average.SnapshotWeight;
import dev.largo.optim.average.WeightAverage;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/**
 * A weight average that a run keeps: when it takes a sample, and what it makes of them.
 *
 * @param name as in {@code evaluations.jsonl}
 * @param start steps before its phase
 * @param every interval between two samples
 * @param batchNormSamples training samples that its batch-norm statistics are recomputed over; 0:
 *     all
 * @param make makes it, without a sample, over so many elements
 */
record AverageRecipe(
    String name, long start, Every every, int batchNormSamples, IntFunction<WeightAverage> make) {

  /** The averages that a plan's configuration asks for. */
  static List<AverageRecipe> of(TrainingPlan plan) {
    List<AverageRecipe> recipes = new ArrayList<>();
    AveragingConfig config = plan.config().averaging();
    SwaConfig swa = config.swa();
    if (swa != null) {
      recipes.add(mean("swa", plan.swaStart(), swa.every(), swa.batchNormSamples()));
    }
    EmaConfig ema = config.ema();
    if (ema != null) {
      for (double decay : ema.decays()) {
        String name =
            ema.decays().size() == 1
                ? "ema"
                : "ema-" + BigDecimal.valueOf(decay).stripTrailingZeros().toPlainString();
        SnapshotWeight weight = SnapshotWeight.exponential(decay);
        recipes.add(
            new AverageRecipe(
                name,
                0,
                ema.every(),
                ema.batchNormSamples(),
                length -> new RunningAverage(length, weight)));
      }
    }
    LastAverageConfig last = config.last();
    if (last != null) {
      recipes.add(
          new AverageRecipe(
              "last-k",
              0,
              last.every(),
              last.batchNormSamples(),
              length -> new LastAverage(length, last.k())));
    }
    PolyakConfig polyak = config.polyak();
    if (polyak != null) {
      recipes.add(mean("polyak", 0, polyak.every(), polyak.batchNormSamples()));
    }
    return recipes;
  }

  private static AverageRecipe mean(String name, long start, Every every, int batchNormSamples) {
    return new AverageRecipe(
        name,
        start,
        every,
        batchNormSamples,
        length -> new RunningAverage(length, SnapshotWeight.equal()));
  }

  /** The group of keys below {@code averaging} that asks for it. */
  String key() {
    return name.startsWith("ema-") ? "ema" : name;
  }

  /** Whether the weights after a step are a sample. */
  boolean isDue(long step, TrainingPlan plan) {
    return plan.isMultiple(step - start, every);
  }
}
