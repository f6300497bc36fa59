package dev.largo.optim;

import dev.largo.optim.layout.Role;
import dev.largo.optim.numeric.Check;
import dev.largo.optim.transform.Transition;
import java.util.Set;

/**
 * The transition from RMSProp to momentum SGD.
 *
 * @param momentum mu1, in [0, 1)
 * @param beta mu2, decay rate of the second moment, in [0, 1)
 * @param epsilon added to the square root, above 0
 * @param rmsPropRate learning rate of the RMSProp part, at least 0
 * @param weightDecay coupled decay wd, at least 0
 * @param transition from one to the other
 * @param excluded roles that are not decayed
 */
public record HybridSpec(
    double momentum,
    double beta,
    double epsilon,
    double rmsPropRate,
    double weightDecay,
    Transition transition,
    Set<Role> excluded) {
  public HybridSpec {
    Check.fractionFloat("momentum", momentum);
    Check.fractionFloat("beta", beta);
    Check.positiveFloat("epsilon", epsilon);
    Check.notNegative("rmsPropRate", rmsPropRate);
    Check.notNegativeFloat("weightDecay", weightDecay);
    excluded = Set.copyOf(excluded);
  }

  /** The paper's constants, with {@link Optimizers#EXCLUDED_BY_DEFAULT}. */
  public HybridSpec(double weightDecay, Transition transition) {
    this(0.9, 0.99, 1e-8, 3e-4, weightDecay, transition, Optimizers.EXCLUDED_BY_DEFAULT);
  }
}
