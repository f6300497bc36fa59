package dev.largo.optim;

import dev.largo.optim.layout.Role;
import dev.largo.optim.numeric.Check;
import java.util.Set;

/**
 * RMSProp, with coupled decay.
 *
 * @param beta decay rate of the second moment, in [0, 1)
 * @param epsilon added to the square root, above 0
 * @param weightDecay wd, at least 0
 * @param excluded roles that are not decayed
 */
public record RmsPropSpec(double beta, double epsilon, double weightDecay, Set<Role> excluded) {
  public RmsPropSpec {
    Check.fractionFloat("beta", beta);
    Check.positiveFloat("epsilon", epsilon);
    Check.notNegativeFloat("weightDecay", weightDecay);
    excluded = Set.copyOf(excluded);
  }

  /** Constants as in PyTorch, with {@link Optimizers#EXCLUDED_BY_DEFAULT}. */
  public RmsPropSpec(double weightDecay) {
    this(0.99, 1e-8, weightDecay, Optimizers.EXCLUDED_BY_DEFAULT);
  }
}
