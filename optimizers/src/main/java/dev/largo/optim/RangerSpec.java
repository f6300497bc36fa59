package dev.largo.optim;

import dev.largo.optim.transform.Centralized;
import dev.largo.optim.transform.Rectification;
import dev.largo.optim.transform.Unrectified;

/**
 * Rectified Adam, Lookahead and gradient centralization together.
 *
 * @param radam the moments and the decay
 * @param lookahead the slow weights
 * @param centralized the layers whose gradients are centralized
 */
public record RangerSpec(RAdamSpec radam, LookaheadSpec lookahead, Centralized centralized) {
  /** The public code's constants, with {@link Optimizers#EXCLUDED_BY_DEFAULT}. */
  public RangerSpec(double weightDecay) {
    this(
        new RAdamSpec(
            0.95,
            1e-5,
            weightDecay,
            new Rectification(0.999, Rectification.PUBLIC_THRESHOLD),
            Unrectified.MOMENTUM,
            Optimizers.EXCLUDED_BY_DEFAULT),
        new LookaheadSpec(6, 0.5),
        Centralized.CONVOLUTIONS_AND_DENSE);
  }
}
