package dev.largo.optim;

import dev.largo.optim.layout.Role;
import dev.largo.optim.numeric.Check;
import java.util.Set;

/**
 * Plain gradient descent.
 *
 * @param weightDecay coupled decay wd, at least 0
 * @param excluded roles that are not decayed
 */
public record SgdSpec(double weightDecay, Set<Role> excluded) {
  public SgdSpec {
    Check.notNegativeFloat("weightDecay", weightDecay);
    excluded = Set.copyOf(excluded);
  }

  /** With the roles excluded that {@link Optimizers#EXCLUDED_BY_DEFAULT} names. */
  public SgdSpec(double weightDecay) {
    this(weightDecay, Optimizers.EXCLUDED_BY_DEFAULT);
  }
}
