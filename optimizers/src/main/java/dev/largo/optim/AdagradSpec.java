package dev.largo.optim;

import dev.largo.optim.layout.Role;
import dev.largo.optim.numeric.Check;
import java.util.Set;

/**
 * Adagrad, with coupled decay.
 *
 * @param epsilon added to the square root, above 0
 * @param weightDecay wd, at least 0
 * @param excluded roles that are not decayed
 */
public record AdagradSpec(double epsilon, double weightDecay, Set<Role> excluded) {
  public AdagradSpec {
    Check.positiveFloat("epsilon", epsilon);
    Check.notNegativeFloat("weightDecay", weightDecay);
    excluded = Set.copyOf(excluded);
  }

  /** Epsilon as in PyTorch, with {@link Optimizers#EXCLUDED_BY_DEFAULT}. */
  public AdagradSpec(double weightDecay) {
    this(1e-10, weightDecay, Optimizers.EXCLUDED_BY_DEFAULT);
  }
}
