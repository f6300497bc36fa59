package dev.largo.optim;

import dev.largo.optim.layout.Role;
import dev.largo.optim.numeric.Check;
import java.util.Set;

/**
 * Gradient descent with momentum, heavy-ball or Nesterov's.
 *
 * @param momentum m, in [0, 1)
 * @param weightDecay coupled decay wd, at least 0
 * @param excluded roles that are not decayed
 */
public record MomentumSpec(double momentum, double weightDecay, Set<Role> excluded) {
  public MomentumSpec {
    Check.fractionFloat("momentum", momentum);
    Check.notNegativeFloat("weightDecay", weightDecay);
    excluded = Set.copyOf(excluded);
  }

  /** With the roles excluded that {@link Optimizers#EXCLUDED_BY_DEFAULT} names. */
  public MomentumSpec(double momentum, double weightDecay) {
    this(momentum, weightDecay, Optimizers.EXCLUDED_BY_DEFAULT);
  }
}
