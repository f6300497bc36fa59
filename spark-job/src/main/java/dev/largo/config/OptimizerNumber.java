package dev.largo.config;

import dev.largo.config.Range.Bound;

/** A number that some optimizers take, with its key below {@code optimizer} and its range. */
public enum OptimizerNumber {
  MOMENTUM("momentum", Range.FRACTION),
  BETA1("beta1", Range.FRACTION),
  BETA2("beta2", Range.FRACTION),
  WEIGHT_DECAY("weight-decay", Range.AT_LEAST_0),
  TRUST_COEFFICIENT("trust-coefficient", Range.ABOVE_0),
  /** Added to a root of a second moment: never 0, since the root may be. */
  EPSILON("epsilon", Range.ABOVE_0),
  /** Added to the denominator of a trust ratio, which has a guard of its own. */
  RATIO_EPSILON("epsilon", Range.AT_LEAST_0),
  PHI_MIN("phi-min", Range.AT_LEAST_0),
  PHI_MAX("phi-max", Range.ABOVE_0),
  RECTIFY_ABOVE(
      "rectify-above", new Range(4, Bound.INCLUDED, Double.POSITIVE_INFINITY, Bound.EXCLUDED)),
  MAX_GRADIENT_NORM("max-gradient-norm", Range.ABOVE_0),
  MAX_LAYER_GRADIENT_NORM("max-layer-gradient-norm", Range.ABOVE_0),
  ADAPTIVE_CLIP_FACTOR("adaptive-clip.factor", Range.ABOVE_0),
  ADAPTIVE_CLIP_EPSILON("adaptive-clip.epsilon", Range.ABOVE_0),
  CENTER_EPOCHS("transition.center-epochs", Range.AT_LEAST_0),
  PERIOD_EPOCHS("transition.period-epochs", Range.ABOVE_0),
  RMSPROP_LR("transition.rmsprop-lr", Range.AT_LEAST_0),
  /** A whole number. */
  LOOKAHEAD_STEPS("lookahead.steps", new Range(1, Bound.INCLUDED, 1_000_000, Bound.INCLUDED)),
  LOOKAHEAD_ALPHA("lookahead.alpha", new Range(0, Bound.EXCLUDED, 1, Bound.INCLUDED));

  private final String key;

  @SuppressWarnings("ImmutableEnumChecker") // A record of numbers.
  private final Range range;

  OptimizerNumber(String key, Range range) {
    this.key = key;
    this.range = range;
  }

  /** Relative to {@code optimizer}; two numbers that no optimizer takes together may share it. */
  public String key() {
    return key;
  }

  Range range() {
    return range;
  }
}
