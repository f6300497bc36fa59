package dev.largo.optim;

import dev.largo.optim.layout.Role;
import dev.largo.optim.numeric.Check;
import java.util.Set;

/**
 * Adam, with coupled or decoupled decay.
 *
 * @param beta1 decay rate of the first moment, in [0, 1)
 * @param beta2 decay rate of the second moment, in [0, 1)
 * @param epsilon added to the square root, above 0
 * @param weightDecay wd, at least 0
 * @param excluded roles that are not decayed
 */
public record AdamSpec(
    double beta1, double beta2, double epsilon, double weightDecay, Set<Role> excluded) {
  public AdamSpec {
    Check.fractionFloat("beta1", beta1);
    Check.fractionFloat("beta2", beta2);
    Check.positiveFloat("epsilon", epsilon);
    Check.notNegativeFloat("weightDecay", weightDecay);
    excluded = Set.copyOf(excluded);
  }

  /** The paper's constants, with {@link Optimizers#EXCLUDED_BY_DEFAULT}. */
  public AdamSpec(double weightDecay) {
    this(0.9, 0.999, 1e-8, weightDecay, Optimizers.EXCLUDED_BY_DEFAULT);
  }
}
