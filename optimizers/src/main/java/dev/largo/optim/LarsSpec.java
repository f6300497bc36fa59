package dev.largo.optim;

import dev.largo.optim.layout.Role;
import dev.largo.optim.numeric.Check;
import java.util.Set;

/**
 * Layer-wise adaptive rate scaling.
 *
 * @param momentum m, in [0, 1)
 * @param weightDecay coupled decay wd, at least 0
 * @param trustCoefficient eta, above 0; 0.001 in the paper
 * @param epsilon added to the trust ratio's denominator, at least 0; 0 in the paper
 * @param excluded roles that are neither decayed nor adapted
 */
public record LarsSpec(
    double momentum,
    double weightDecay,
    double trustCoefficient,
    double epsilon,
    Set<Role> excluded) {
  public LarsSpec {
    Check.fractionFloat("momentum", momentum);
    Check.notNegativeFloat("weightDecay", weightDecay);
    Check.positive("trustCoefficient", trustCoefficient);
    Check.notNegative("epsilon", epsilon);
    excluded = Set.copyOf(excluded);
  }

  /** With the roles excluded that {@link Optimizers#EXCLUDED_BY_DEFAULT} names. */
  public LarsSpec(double momentum, double weightDecay, double trustCoefficient, double epsilon) {
    this(momentum, weightDecay, trustCoefficient, epsilon, Optimizers.EXCLUDED_BY_DEFAULT);
  }
}
