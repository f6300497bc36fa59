package dev.largo.train;

import dev.largo.config.EngineConfig;
import dev.largo.config.LossScaleConfig;
import dev.largo.optim.LossScale;
import org.jspecify.annotations.Nullable;

/**
 * The loss scale of a run in mixed precision; 1 throughout in float32. The same on every rank,
 * since all skip the same steps.
 */
public final class LossScaling {
  private @Nullable LossScale scale;

  private LossScaling(@Nullable LossScale scale) {
    this.scale = scale;
  }

  /** What the configuration asks for. */
  public static LossScaling of(EngineConfig config) {
    if (!config.isMixed()) {
      return new LossScaling(null);
    }
    LossScaleConfig given = config.lossScale();
    LossScale.Rule bounds = LossScale.Rule.STANDARD;
    return new LossScaling(
        LossScale.initial(
            new LossScale.Rule(
                given.initial(),
                given.growth(),
                given.backOff(),
                given.growthSteps(),
                bounds.least(),
                bounds.most())));
  }

  /** What the next loss is multiplied by. */
  double factor() {
    return scale == null ? 1 : scale.factor();
  }

  /** The same, for the record; null where there is none. */
  @Nullable Double recorded() {
    return scale == null ? null : scale.factor();
  }

  /** Whether an overflow can be answered with a smaller scale. */
  boolean canBackOff() {
    return scale != null && scale.factor() > scale.rule().least();
  }

  /** Takes in what became of a step. */
  void after(StepUpdate update) {
    scale = scale == null ? null : scale.after(update.skipped());
  }

  /** What is remembered; a copy. Empty in float32. */
  double[] state() {
    return scale == null ? new double[0] : new double[] {scale.factor(), scale.goodSteps()};
  }

  /**
   * Puts back what {@link #state} gave.
   *
   * @throws IllegalArgumentException if the length is wrong
   */
  void restore(double[] state) {
    if (state.length != state().length) {
      throw new IllegalArgumentException(
          "loss scale has " + state.length + " values, not " + state().length);
    }
    if (scale != null) {
      scale = new LossScale(scale.rule(), state[0], (long) state[1]);
    }
  }
}
