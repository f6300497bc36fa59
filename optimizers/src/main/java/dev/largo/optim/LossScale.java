package dev.largo.optim;

import dev.largo.optim.numeric.Check;

/**
 * A dynamic loss scale: the factor by which the loss is multiplied so that float16 gradients do not
 * underflow, as large as overflows allow (Micikevicius et al. 2018, arXiv 1710.03740, section 3.2).
 *
 * <pre>{@code
 * LossScale scale = LossScale.initial(LossScale.Rule.STANDARD);
 * float[] gradient = gradientOf(loss * scale.factor());
 * StepSignals signals =
 *     optimizer.step(weights, gradient, context.withLossScale(scale.factor()), sums);
 * scale = scale.after(signals);
 * }</pre>
 *
 * <p>Immutable; two numbers save it.
 *
 * @param factor the scale of the next loss, within the rule's bounds
 * @param goodSteps steps without overflow since it last changed
 */
public record LossScale(Rule rule, double factor, long goodSteps) {
  /**
   * How the scale moves. Powers of two change no rounding of the gradient.
   *
   * @param initial first scale
   * @param growth factor after {@code growthSteps} steps without an overflow, above 1
   * @param backOff factor after an overflow, in (0, 1)
   * @param growthSteps at least 1
   * @param least lower bound, above 0, within float32's range
   * @param most upper bound, within float32's range
   */
  public record Rule(
      double initial, double growth, double backOff, long growthSteps, double least, double most) {
    /** 2^16 at first, doubled after 2,000 good steps, halved by an overflow; from 1 to 2^24. */
    public static final Rule STANDARD = new Rule(65536, 2, 0.5, 2000, 1, 1 << 24);

    public Rule {
      requireFloat("least", least);
      requireFloat("most", most);
      Check.atLeast(1, "growthSteps", growthSteps);
      requireBetween("initial", initial, least, most);
      if (!(growth > 1 && Double.isFinite(growth))) {
        throw new IllegalArgumentException("growth must be above 1: " + growth);
      }
      if (!(backOff > 0 && backOff < 1)) {
        throw new IllegalArgumentException("backOff must be above 0 and below 1: " + backOff);
      }
    }
  }

  /**
   * A scale as it was saved.
   *
   * @throws IllegalArgumentException if a number is outside of the rule's bounds
   */
  public LossScale {
    requireBetween("factor", factor, rule.least(), rule.most());
    Check.atLeast(0, "goodSteps", goodSteps);
  }

  /** The scale of the first step. */
  public static LossScale initial(Rule rule) {
    return new LossScale(rule, rule.initial(), 0);
  }

  /** The scale after a step: backed off if it was skipped, grown if it was due, else the same. */
  public LossScale after(StepSignals signals) {
    return after(signals.skipped() != null);
  }

  /** The scale after a step of which is known whether it overflowed, and so was skipped. */
  public LossScale after(boolean overflowed) {
    if (overflowed) {
      return new LossScale(rule, Math.max(factor * rule.backOff(), rule.least()), 0);
    }
    if (goodSteps + 1 >= rule.growthSteps()) {
      return new LossScale(rule, Math.min(factor * rule.growth(), rule.most()), 0);
    }
    return new LossScale(rule, factor, goodSteps + 1);
  }

  /** A gradient is multiplied by the inverse in float32. */
  static void requireFloat(String name, double scale) {
    Check.positive(name, scale);
    float unscaling = (float) (1 / scale);
    if (unscaling < Float.MIN_NORMAL || Float.isInfinite(unscaling)) {
      throw new IllegalArgumentException(
          name + " must be within float32's range, and so its inverse: " + scale);
    }
  }

  private static void requireBetween(String name, double value, double least, double most) {
    if (!(value >= least && value <= most)) {
      throw new IllegalArgumentException(
          name + " must be between " + least + " and " + most + ": " + value);
    }
  }
}
