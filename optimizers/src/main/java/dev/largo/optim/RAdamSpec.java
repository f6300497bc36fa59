package dev.largo.optim;

import dev.largo.optim.layout.Role;
import dev.largo.optim.numeric.Check;
import dev.largo.optim.transform.Rectification;
import dev.largo.optim.transform.Unrectified;
import java.util.Set;

/**
 * Rectified Adam.
 *
 * @param beta1 decay rate of the first moment, in [0, 1)
 * @param epsilon added to the square root, above 0
 * @param weightDecay wd, at least 0
 * @param rectification with the decay rate of the second moment
 * @param unrectified what the first steps do
 * @param excluded roles that are not decayed
 */
public record RAdamSpec(
    double beta1,
    double epsilon,
    double weightDecay,
    Rectification rectification,
    Unrectified unrectified,
    Set<Role> excluded) {
  public RAdamSpec {
    Check.fractionFloat("beta1", beta1);
    Check.positiveFloat("epsilon", epsilon);
    Check.notNegativeFloat("weightDecay", weightDecay);
    excluded = Set.copyOf(excluded);
  }

  /** The paper's constants and threshold, with {@link Optimizers#EXCLUDED_BY_DEFAULT}. */
  public RAdamSpec(double weightDecay) {
    this(
        0.9,
        1e-8,
        weightDecay,
        new Rectification(0.999, Rectification.PAPER_THRESHOLD),
        Unrectified.MOMENTUM,
        Optimizers.EXCLUDED_BY_DEFAULT);
  }
}
